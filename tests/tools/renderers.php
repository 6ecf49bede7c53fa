<?php
// Answers texts, one line of JSON each, as PHP Markdown renders them.
// Debian's is older than PHP 8, which reads neither its `$text{0}` nor the name of its
// constructor; both are put as PHP 8 has them, and nothing else is.
error_reporting(E_ERROR);
$code = file_get_contents("/usr/share/php/markdown.php");
$code = preg_replace('/(\$\w+(?:\[\w+\])?)\{([^{}]+)\}/', '$1[$2]', $code);
$code = str_replace("function Markdown_Parser()", "function __construct()", $code);
// It makes a function of a text, as PHP 8 no longer can, where the extension mbstring is missing.
if (!function_exists("mb_strlen")) {
    function mb_strlen($text) {
        return iconv_strlen($text, "UTF-8");
    }
}
eval("?>" . $code);

while (($line = fgets(STDIN)) !== false) {
    $html = Markdown(json_decode($line));
    echo json_encode($html, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
