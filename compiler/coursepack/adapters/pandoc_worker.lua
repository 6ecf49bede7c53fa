-- Answers requests, one line of JSON each, until its input ends.
-- Readers run in pandoc's own sandbox (the empty table of files); writers and citeproc open
-- nothing but the files of ours that they are named, all of them in this folder.

-- CommonMark with what course pages use besides. No raw TeX, no mathematics, no metadata: what
-- looks like them is text.
local PAGE = "commonmark+attributes+autolink_bare_uris+definition_lists+emoji+footnotes+pipe_tables+raw_html+smart+strikeout"
local ALL = {}

local function html_blocks(html)
  return pandoc.read(html, "html", ALL, {}).blocks
end

local function has_html(element)
  local found = false
  pandoc.Pandoc({ element }):walk({
    RawInline = function(raw)
      found = found or raw.format == "html"
    end,
  })
  return found
end

-- The HTML of a raw block, else nil.
local function raw_html(block)
  if block.t == "RawBlock" and block.format == "html" then return block.text end
end

-- Raw HTML becomes the blocks it stands for. Neighbours are read together, because a list whose
-- items are parted by a blank line arrives as several pieces.
local function read_raw(blocks)
  local result = pandoc.Blocks({})
  local at = 1
  while at <= #blocks do
    local html = raw_html(blocks[at])
    if html then
      local next = at + 1
      while next <= #blocks and raw_html(blocks[next]) do
        html = html .. "\n" .. raw_html(blocks[next])
        next = next + 1
      end
      result:insert(pandoc.Div(html_blocks(html)))
      at = next
    else
      result:insert(blocks[at])
      at = at + 1
    end
  end
  return result
end

-- A paragraph with HTML inside is read as the HTML it stands for.
local function read_inline_html(block)
  if not has_html(block) then return nil end
  local read = html_blocks(pandoc.write(pandoc.Pandoc({ block }), "html"))
  if block.t == "Header" then
    local inlines = pandoc.utils.blocks_to_inlines(read)
    return pandoc.Header(block.level, inlines, block.attr)
  end
  if block.t == "Plain" then
    for n, b in ipairs(read) do
      if b.t == "Para" then read[n] = pandoc.Plain(b.content) end
    end
  end
  return read
end

-- What a citation names, as Markdown writes it: `[@a, p. 3; @b]`.
local function citation(cite)
  local words = pandoc.Inlines({ pandoc.Str("[") })
  for n, each in ipairs(cite.citations) do
    if n > 1 then words:extend({ pandoc.Str(";"), pandoc.Space() }) end
    words:extend(each.prefix)
    if #each.prefix > 0 then words:insert(pandoc.Space()) end
    words:insert(pandoc.Str("@" .. each.id))
    local first = each.suffix[1]
    if first and not (first.t == "Str" and first.text:match("^%p")) then
      words:extend({ pandoc.Str(","), first.t ~= "Space" and pandoc.Space() or pandoc.Str("") })
    end
    words:extend(each.suffix)
  end
  words:insert(pandoc.Str("]"))
  return words
end

local function as_text(math)
  local doc = pandoc.Pandoc({ pandoc.Plain({ math }) })
  return pandoc.Str((pandoc.write(doc, "plain"):gsub("%s+$", "")))
end

-- Of the headings of Org, the state of a task and tags are no words.
local function without_states(span)
  if span.classes:includes("todo") or span.classes:includes("done") or span.classes:includes("tag") then
    return {}
  end
end

-- Commands that say how something looks, or make what we make ourselves.
local MUTE = {}
for name in ([[
  addbibresource addcontentsline baselineskip bfseries bibliography bibliographystyle bigskip boolfalse booltrue
  centering clearpage cleardoublepage clubpenalty columnbreak enlargethispage fontsize footnotesize frenchspacing hfill hline hrule
  hskip hspace indent itemsep itshape label large Large LARGE huge Huge linebreak listoffigures listoftables maketitle
  medskip needspace newpage nobibliography nocite noindent nolinebreak nopagebreak normalfont normalsize null pagebreak
  pagenumbering pagestyle par parindent parsep parskip phantomsection printbibliography printindex quad qquad raggedbottom raggedright rmfamily
  rule scriptsize selectfont setcounter setlength sffamily shorthandoff singlespacing sloppy small smallskip
  tableofcontents thanks thispagestyle tiny titleformat titlespacing toprule midrule bottomrule ttfamily upshape
  usetikzlibrary vfill vskip vspace widowpenalty
]]):gmatch("%S+") do
  MUTE[name] = true
end

local DEEPEST = 8
local MOST_PIECES = 5000
local cleaned

-- pandoc tries twice as long for each of these that is left open.
local MOST_OPEN = 3
local GROWING = {}
for name in ("itemize enumerate tabular tabular* tabularx longtable array"):gmatch("%S+") do GROWING[name] = true end

local function is_endless(text)
  local open = { 0, 0, 0 }
  for kind, name in text:gmatch("\\([be][en][gd]i?n?)%s*{([^{}]*)}") do
    if GROWING[name] then open[1] = math.max(0, open[1] + (kind == "begin" and 1 or -1)) end
  end
  for sign in text:gsub("\\[{}]", ""):gmatch("[{}]") do
    open[2] = math.max(0, open[2] + (sign == "{" and 1 or -1))
  end
  for kind in text:gmatch("\\([if][fi]%a*)") do
    if kind:match("^if") then open[3] = open[3] + 1 elseif kind == "fi" then open[3] = math.max(0, open[3] - 1) end
  end
  return math.max(table.unpack(open)) > MOST_OPEN
end

-- What cannot be read is told by the place of its mark, and what is wrong.
local function unread(what, text)
  return pandoc.RawInline("unread", (text:match("⸨%d+⸩") or "") .. what)
end

-- The pieces of a text that is no whole LaTeX, each by itself: titles, items, the rest.
local function by_pieces(text, depth)
  text = text:match("\\begin{document}(.*)") or text
  text = text:gsub("\\end{document}.*", ""):gsub("(\\begin{%a+%*?})%[[^%[%]]*%]", "%1")
  for _, list in ipairs({ "itemize", "enumerate" }) do
    text = text:gsub("\\%a+{" .. list .. "%*?}", "\n\n")
  end
  text = text:gsub("\\item", "\1\\item"):gsub("\\[subpart]*section", "\1%0"):gsub("\n%s*\n", "\n\1\n")
  local blocks, items = pandoc.Blocks({}), pandoc.List()
  local function flush()
    if #items > 0 then blocks:insert(pandoc.BulletList(items)) end
    items = pandoc.List()
  end
  local left = MOST_PIECES
  for piece in text:gmatch("[^\1]+") do
    left = left - 1
    if left < 0 then
      blocks:insert(pandoc.Plain({ unread("the rest of what is no LaTeX", piece) }))
      break
    end
    local item = piece:match("^\\item(.*)$")
    local ok, doc = false, nil
    if not is_endless(piece) then ok, doc = pcall(pandoc.read, item or piece, "latex", ALL, {}) end
    local read
    if ok then
      read = cleaned(doc, depth + 1).blocks
    else
      read = pandoc.Blocks({ pandoc.Plain({ unread("what is no LaTeX, or has an end missing,", piece) }) })
    end
    if item then
      items:insert(read)
    elseif #read > 0 then
      flush()
      blocks:extend(read)
    end
  end
  flush()
  return blocks
end

local function latex(text, depth)
  if not is_endless(text) then
    local ok, doc = pcall(pandoc.read, text, "latex+raw_tex", ALL, {})
    if ok then return cleaned(doc, depth) end
  end
  local read = pandoc.Pandoc(by_pieces(text, depth))
  local title = text:match("\\title%s*(%b{})")
  if title and depth == 0 then
    read.meta.title = pandoc.utils.blocks_to_inlines(latex(title, DEEPEST).blocks)
  end
  return read
end

-- A command that pandoc has no words for: a citation, or else what stands in its braces.
local function spoken(raw, depth)
  local name, rest = raw.text:match("^\\(%a+)%*?(.*)$")
  if not name or MUTE[name] then return {} end
  local groups = pandoc.List()
  for group in rest:gmatch("%b{}") do groups:insert(group:sub(2, -2)) end
  if name:lower():find("cite") or name == "bibentry" then
    local option = rest:match("^(%b[])")
    local keys = (groups[#groups] or ""):gsub("%s*,%s*", "; @")
    local locator = option and #option > 2 and ", " .. option:sub(2, -2) or ""
    return keys ~= "" and { pandoc.Str("[@" .. keys .. locator .. "]") } or {}
  end
  local words = pandoc.Inlines({ unread("the command `\\" .. name .. "`", raw.text) })
  if depth < DEEPEST then
    for n, group in ipairs(groups) do
      if n > 1 then words:insert(pandoc.Space()) end
      words:extend(pandoc.utils.blocks_to_inlines(latex(group, depth + 1).blocks))
    end
  end
  return words
end

-- What stands in an environment that pandoc does not know, or cannot read to its end.
local function inside(block, depth)
  local name, body = block.text:match("^\\begin(%b{})(.*)\\end%b{}%s*$")
  if not name then return pandoc.Plain(spoken(block, depth)) end
  if depth >= DEEPEST then return {} end
  local argument
  repeat
    argument = body:match("^%s*%b[]") or body:match("^%s*%b{}") or ""
    body = body:sub(#argument + 1)
  until argument == ""
  return latex(body, depth + 1).blocks
end

cleaned = function(doc, depth)
  return doc:walk({
    Cite = citation,
    Math = as_text,
    Span = without_states,
    RawInline = function(raw)
      if raw.format == "latex" then return spoken(raw, depth) end
    end,
    RawBlock = function(block)
      if block.format == "latex" then return inside(block, depth) end
    end,
  })
end

-- Where a page of another form is best cut in two: before a heading, else at a blank line.
local CUTS = { org = "^%*+%s", rst = "^%s*$" }

-- The blocks of *lines*, read whole, or where that fails in halves, until a line is left out.
local function halved(lines, form)
  local ok, doc = pcall(pandoc.read, table.concat(lines, "\n") .. "\n", form, ALL, {})
  if ok then return cleaned(doc, 0) end
  if #lines < 2 then
    local what = unread("what cannot be read,", lines[1] or "")
    return pandoc.Pandoc({ pandoc.Plain({ what }) })
  end
  local middle = #lines // 2
  local cut = middle
  for away = 0, middle - 1 do
    if lines[middle - away + 1]:match(CUTS[form]) then cut = middle - away; break end
    if lines[middle + away + 1] and lines[middle + away + 1]:match(CUTS[form]) then cut = middle + away; break end
  end
  local read = halved(table.move(lines, 1, cut, 1, {}), form)
  local rest = halved(table.move(lines, cut + 1, #lines, 1, {}), form)
  read.blocks:extend(rest.blocks)
  return read
end

local function page(request)
  if request.form == "html" then
    return pandoc.write(pandoc.read(request.text, "html", ALL, {}), "json")
  end
  if request.form == "latex" then return pandoc.write(latex(request.text, 0), "json") end
  if CUTS[request.form] then
    local lines = {}
    for line in request.text:gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
    return pandoc.write(halved(lines, request.form), "json")
  end
  local format = request.notes and PAGE or PAGE:gsub("%+footnotes", "")
  local doc = pandoc.read(request.text, format, ALL, {})
  if request.text:find("<", 1, true) then
    doc = doc:walk({ Para = read_inline_html, Plain = read_inline_html, Header = read_inline_html })
    doc = doc:walk({ traverse = "topdown", Blocks = read_raw })
  end
  return pandoc.write(doc, "json")
end

local function cite(request)
  local doc = pandoc.read(request.tree, "json")
  return pandoc.write(pandoc.utils.citeproc(doc), "json")
end

local function write(request)
  local doc = pandoc.read(request.tree, "json")
  local options = {
    template = pandoc.template.compile(request.template),
    wrap_text = "none",
    table_of_contents = request.contents,
    toc_depth = 3,
    section_divs = true,
    email_obfuscation = "none",
  }
  return pandoc.json.encode(pandoc.write(doc, request.to, options))
end

-- An archive is no text for a line of JSON: it is left in the folder.
local function write_file(request)
  local doc = pandoc.read(request.tree, "json")
  local options = {
    template = pandoc.template.compile(request.template),
    reference_doc = request.reference,
    -- It would name what stands before the first part by the title once more.
    epub_title_page = false,
    toc_depth = 3,
  }
  local file = assert(io.open("written", "wb"))
  file:write(pandoc.write(doc, request.to, options))
  file:close()
  return "null"
end

local operations = { page = page, cite = cite, write = write, write_file = write_file }

for line in io.lines() do
  local request = pandoc.json.decode(line, false)
  local ok, answer = pcall(operations[request.operation], request)
  if ok then
    io.write('{"value":', (answer:gsub("%s+$", "")), "}\n")
  else
    io.write('{"error":', pandoc.json.encode(tostring(answer)), "}\n")
  end
  io.flush()
end
