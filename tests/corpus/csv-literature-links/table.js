fetch("data/readings.csv").then(r => r.text()).then(t => {
  document.getElementById("readings").innerText = t;
});
