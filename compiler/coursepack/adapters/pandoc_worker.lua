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

-- A number behind a citation is that of a page, a range that of pages.
local function locator(words)
  local text = pandoc.utils.stringify(words)
  if not text:match("^%d[%d%s,f.\u{2013}-]*$") then return words end
  local unit = text:match("[,f\u{2013}-]") and "pp." or "p."
  return pandoc.Inlines({ pandoc.Str(unit), pandoc.Space() }) .. words
end

-- What a citation names, as Markdown writes it: `[@a, p. 3; @b]`.
local function citation(cite)
  local words = pandoc.Inlines({ pandoc.Str("[") })
  for n, each in ipairs(cite.citations) do
    if n > 1 then words:extend({ pandoc.Str(";"), pandoc.Space() }) end
    words:extend(each.prefix)
    if #each.prefix > 0 then words:insert(pandoc.Space()) end
    words:insert(pandoc.Str("@" .. each.id))
    local suffix = locator(each.suffix)
    local first = suffix[1]
    if first and not (first.t == "Str" and first.text:match("^%p")) then
      words:extend({ pandoc.Str(","), first.t ~= "Space" and pandoc.Space() or pandoc.Str("") })
    end
    words:extend(suffix)
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
  addbibresource addcontentsline addlinespace arrayrulecolor baselineskip bfseries bgroup bibliography bibliographystyle bigskip boolfalse booltrue
  centering clearpage cleardoublepage clubpenalty columnbreak egroup enlargethispage fontsize footnotesize frenchspacing hfill hline hrule
  hskip hspace indent itemsep itshape label large Large LARGE huge Huge linebreak listoffigures listoftables maketitle
  medskip needspace newpage nobibliography nocite noindent nolinebreak nopagebreak normalfont normalsize null pagebreak
  pagenumbering pagestyle par parindent parsep parskip phantomsection printbibliography printindex quad qquad raggedbottom raggedright rmfamily
  rule scriptsize selectfont setcounter setlength sffamily shorthandoff singlespacing sloppy small smallskip
  tableofcontents thanks thispagestyle tiny titleformat titlespacing toprule midrule bottomrule ttfamily upshape
  usetikzlibrary vfill vskip vspace widowpenalty
]]):gmatch("%S+") do
  MUTE[name] = true
end

-- What stands beside the text is read in brackets where it stands.
local BESIDE = { marginnote = true, marginpar = true, sidenote = true }

-- Commands whose words only look otherwise.
local PLAIN = {}
for name in ([[
  alert allcaps fbox hl lowercase makebox mbox newthought parbox raisebox reflectbox resizebox scalebox
  smallcaps todo uppercase ul uline underbar
]]):gmatch("%S+") do
  PLAIN[name] = true
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
    -- Of two options the second says what to read.
    local option, other = rest:match("^(%b[])(%b[])")
    option = other or option or rest:match("^(%b[])") or "[]"
    local keys = (groups[#groups] or ""):gsub("%s*,%s*", "; @")
    if keys == "" then return {} end
    local words = pandoc.Inlines({ pandoc.Str("[@" .. keys) })
    if #option > 2 and depth < DEEPEST then
      words:extend({ pandoc.Str(","), pandoc.Space() })
      words:extend(locator(pandoc.utils.blocks_to_inlines(latex(option:sub(2, -2), depth + 1).blocks)))
    end
    words:insert(pandoc.Str("]"))
    return words
  end
  local words = pandoc.Inlines({})
  if BESIDE[name] then words:extend({ pandoc.Space(), pandoc.Str("(") }) end
  if not (PLAIN[name] or BESIDE[name]) then words:insert(unread("the command `\\" .. name .. "`", raw.text)) end
  if depth < DEEPEST then
    for n, group in ipairs(groups) do
      if n > 1 then words:insert(pandoc.Space()) end
      words:extend(pandoc.utils.blocks_to_inlines(latex(group, depth + 1).blocks))
    end
  end
  if BESIDE[name] then words:insert(pandoc.Str(")")) end
  return words
end

local LISTS = { ["{itemize}"] = true, ["{enumerate}"] = true, ["{description}"] = true }

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
  -- What holds items is a list; one that pandoc knows is here because something in it is broken.
  if body:match("^%s*\\item%f[%A]") and not LISTS[name] then
    body = "\\begin{itemize}" .. body .. "\n\\end{itemize}"
  end
  return latex(body, depth + 1).blocks
end

-- The works that a page lists under keys for its citations: a list of definitions in LaTeX, whose
-- layout makes one of a bibliography, and in reStructuredText.
local function key_of(term)
  local span = term[1]
  if not span or span.t ~= "Span" then return nil end
  if span.classes:includes("citation-label") then return span.identifier end
  return span.identifier:match("^citation:(.+)$")
end

local work

local function works_of(doc)
  local works, found = {}, false
  doc:walk({
    DefinitionList = function(list)
      for _, entry in ipairs(list.content) do
        local key = key_of(entry[1])
        if key then
          works[key] = work(pandoc.utils.blocks_to_inlines(entry[2][1] or {}))
          found = true
        end
      end
    end,
  })
  return found and works
end

-- A work as it stands in place of its citation: without marks, which tell where it is listed.
work = function(inlines)
  local words = inlines:walk({
    Str = function(str)
      local bare = str.text:gsub("⸨%d+⸩", "")
      if bare ~= str.text then return bare == "" and {} or pandoc.Str(bare) end
    end,
  })
  while words[1] and words[1].t == "Space" do words:remove(1) end
  local last = words[#words]
  if last and last.t == "Str" then words[#words] = pandoc.Str((last.text:gsub("%.$", ""))) end
  return words
end

local function cited_keys(inline)
  if inline.t == "Cite" then
    return inline.citations:map(function(each) return each.id end)
  end
  if inline.t == "Link" and inline.classes:includes("citation") then
    return pandoc.List({ (inline.target:gsub("^#", "")) })
  end
end

-- Words between two citations that do no more than part them.
local function parts(inlines)
  local text = pandoc.utils.stringify(inlines):gsub("⸨%d+⸩", "")
  return text:match("^[%s;,.&/]*$") or text:match("^[%s;,]*and%s*$")
end

-- Words with the works in place of their citations, where they say little besides.
local function with_works(inlines, works, cited)
  local said = 0
  for _, each in ipairs(inlines) do
    if each.t == "Str" and not each.text:match("^⸨%d+⸩$") then said = said + 1 end
  end
  if said > 12 then return nil end
  local words, between, any = pandoc.Inlines({}), pandoc.Inlines({}), false
  for _, each in ipairs(inlines) do
    local keys = cited_keys(each)
    if keys and keys:find_if(function(key) return works[key] ~= nil end) then
      for n, key in ipairs(keys) do
        if any and (n > 1 or parts(between)) then
          words:insert(pandoc.LineBreak())
        elseif any and pandoc.utils.stringify(between):match("^[;,]") then
          words:insert(pandoc.LineBreak())
          between:remove(1)
          words:extend(between)
        else
          words:extend(between)
        end
        between, any = pandoc.Inlines({}), true
        words:extend(works[key] or { pandoc.Str(key) })
        cited[key] = true
      end
      if each.t == "Cite" and #each.citations[#keys].suffix > 0 then
        words:extend({ pandoc.Str(","), pandoc.Space() })
        words:extend(locator(each.citations[#keys].suffix))
      end
    else
      between:insert(each)
    end
  end
  return any and words .. between or nil
end

-- How long a work may be to stand in place of its citations, and how much may stand so in all.
local LONGEST_WORK, MOST_WORDS = 500, 200000

-- A page that lists its works itself has them where they are cited; the others stay a list.
local function with_listed_works(doc)
  local works = works_of(doc)
  if not works then return doc end
  local cited, length = {}, 0
  for key, words in pairs(works) do
    if #words > LONGEST_WORK then works[key] = nil end
  end
  local function told(block)
    local words = length < MOST_WORDS and with_works(block.content, works, cited)
    if words then
      block.content = words
      length = length + #words
      return block
    end
  end
  doc = doc:walk({
    Plain = told,
    Para = told,
  })
  return doc:walk({
    DefinitionList = function(list)
      local items, others = pandoc.List(), pandoc.List()
      for _, entry in ipairs(list.content) do
        local key = key_of(entry[1])
        if not key then
          others:insert(entry)
        elseif not cited[key] then
          items:insert(entry[2][1] or {})
        end
      end
      if #others == #list.content then return nil end
      local blocks = pandoc.Blocks({})
      if #items > 0 then blocks:insert(pandoc.BulletList(items)) end
      if #others > 0 then blocks:insert(pandoc.DefinitionList(others)) end
      return blocks
    end,
  })
end

cleaned = function(doc, depth)
  if depth == 0 then doc = with_listed_works(doc) end
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
local FORMS = { org = "org", rst = "rst+smart" }

-- The blocks of *lines*, read whole, or where that fails in halves, until a line is left out.
local function halved(lines, form)
  local ok, doc = pcall(pandoc.read, table.concat(lines, "\n") .. "\n", FORMS[form], ALL, {})
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
