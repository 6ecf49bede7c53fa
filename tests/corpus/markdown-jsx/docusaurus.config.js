module.exports = { title: 'CIS 6700', tagline: 'Types and proofs', url: 'https://pl.example.edu', baseUrl: '/' };
