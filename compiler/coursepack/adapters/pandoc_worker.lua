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

local function page(request)
  if request.html then return pandoc.write(pandoc.read(request.text, "html", ALL, {}), "json") end
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
