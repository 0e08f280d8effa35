-- slm-lsp in Neovim: starts the server, shows ghost text, and has the commands.
local M = {}

-- Ways to rewrite, for completion; any other words are an instruction.
M.ways = {
  "formal", "friendly", "warm", "neutral", "confident", "concise", "shorten", "plain", "simplify", "active",
  "expand", "voice",
}

local defaults = {
  cmd = { "slm-lsp" },
  filetypes = {
    "markdown", "quarto", "rmd", "mdx", "tex", "plaintex", "typst", "rst", "asciidoc", "org", "html",
    "gitcommit", "mail", "text", "jjdescription",
  },
  -- The server's own settings (docs/settings.md); a project's .slm-lsp.toml goes before the defaults.
  settings = {},
  -- Ghost text while typing, and the key in insert mode that takes it. `false` leaves the key alone.
  ghost_text = true,
  accept_key = "<Tab>",
}
local options = vim.deepcopy(defaults)

local function has(version)
  return vim.fn.has("nvim-" .. version) == 1
end

local function root(path)
  local found = vim.fs and vim.fs.find
    and vim.fs.find({ ".slm-lsp.toml", ".git" }, { upward = true, path = vim.fn.fnamemodify(path, ":h") })[1]
  return found and vim.fn.fnamemodify(found, ":h") or vim.fn.fnamemodify(path, ":p:h")
end

-- The client's configuration, as `vim.lsp.config` takes it.
function M.config()
  return {
    cmd = options.cmd,
    filetypes = options.filetypes,
    root_markers = { ".slm-lsp.toml", ".git" },
    settings = { ["slm-lsp"] = options.settings },
    init_options = { ["slm-lsp"] = options.settings },
  }
end

-- The running client of a buffer (0 for the one in view), or nil.
function M.client(buffer)
  buffer = (buffer == nil or buffer == 0) and vim.api.nvim_get_current_buf() or buffer
  local clients
  if vim.lsp.get_clients then
    clients = vim.lsp.get_clients({ bufnr = buffer, name = "slm_lsp" })
  else
    clients = vim.tbl_filter(function(client)
      return client.name == "slm_lsp"
    end, vim.lsp.buf_get_clients(buffer))
  end
  for _, client in pairs(clients) do
    return client
  end
end

-- `client.request`, which became a method in 0.11.
local function request(client, method, params, handler, buffer)
  if has("0.11") then
    return client:request(method, params, handler, buffer)
  end
  return client.request(method, params, handler, buffer)
end

-- Runs one of the server's commands.
function M.command(name, arguments, handler)
  local client = M.client(0)
  if not client then
    vim.notify("slm-lsp does not run in this buffer; see :checkhealth slm_lsp", vim.log.levels.WARN)
    return
  end
  request(client, "workspace/executeCommand", { command = "slm-lsp." .. name, arguments = arguments }, function(err, result)
    if err then
      vim.notify("slm-lsp: " .. err.message, vim.log.levels.WARN)
    elseif handler then
      handler(result)
    end
  end, vim.api.nvim_get_current_buf())
end

-- Rewrites lines (both 0-based, the second left out) or the sentence at the cursor, in a way by its name or as
-- other words say; asks where none are given.
function M.rewrite(how, first, last)
  if not how or how == "" then
    M.command("waysToRewrite", {}, function(ways)
      vim.ui.select(ways, {
        prompt = "Rewrite:",
        format_item = function(way)
          return way.label .. (way.able and "" or " (needs a larger model)")
        end,
      }, function(way)
        if way then
          M.rewrite(way.name, first, last)
        end
      end)
    end)
    return
  end
  local start, finish
  if first then
    start, finish = { line = first, character = 0 }, { line = last, character = 0 }
  else
    local client = M.client(0)
    local encoding = client and client.offset_encoding or "utf-16"
    local params = has("0.11") and vim.lsp.util.make_position_params(0, encoding) or vim.lsp.util.make_position_params()
    start, finish = params.position, params.position
  end
  local place = { vim.uri_from_bufnr(0), { start = start, ["end"] = finish }, how }
  M.command("rewriteCandidates", place, function(found)
    if #found < 2 then
      M.change(found[1])
      return
    end
    vim.ui.select(found, { prompt = "Rewrite:", format_item = M.outcome }, M.change)
  end)
end

-- Makes a candidate's edits.
function M.change(edits)
  local client = M.client(0)
  if edits and client then
    vim.lsp.util.apply_text_edits(edits, vim.api.nvim_get_current_buf(), client.offset_encoding or "utf-16")
  end
end

-- What a candidate puts in, in words.
function M.outcome(edits)
  return table.concat(vim.tbl_map(function(edit)
    return edit.newText == "" and "(left out)" or vim.trim(edit.newText)
  end, edits), " … ")
end

function M.pause()
  M.command("pauseGhostText", {}, function(paused)
    vim.notify("slm-lsp: ghost text is " .. (paused and "paused" or "on"))
  end)
end

function M.check()
  M.command("check", { vim.uri_from_bufnr(0) })
end

function M.show_status()
  M.command("status", {}, function(status)
    vim.notify(("slm-lsp %s, %s on %s"):format(status.version, status.model or "no model", status.backend or status.why))
  end)
end

-- For a statusline: "" without a server, else its name and what it works on.
function M.status()
  local client = M.client(0)
  if not client then
    return ""
  end
  local working = M.working[client.id]
  return working and ("slm: " .. working) or "slm"
end
M.working = {}

local function attach_by_hand(buffer)
  if vim.bo[buffer].buftype ~= "" then
    return
  end
  local config = M.config()
  config.name, config.root_dir = "slm_lsp", root(vim.api.nvim_buf_get_name(buffer))
  if vim.lsp.start then
    vim.lsp.start(config)
  else -- Neovim 0.7
    M.by_root = M.by_root or {}
    M.by_root[config.root_dir] = M.by_root[config.root_dir] or vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(buffer, M.by_root[config.root_dir])
  end
end

local function watch_progress()
  if not has("0.10") then
    return
  end
  vim.api.nvim_create_autocmd("LspProgress", {
    group = "slm_lsp",
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == "slm_lsp" then
        local value = event.data.params.value
        M.working[client.id] = value.kind ~= "end" and (value.title or M.working[client.id]) or nil
        vim.cmd.redrawstatus()
      end
    end,
  })
end

-- Starts the server for the file types; `opts` as in `:help slm-lsp-setup`.
function M.setup(opts)
  options = vim.tbl_deep_extend("force", vim.deepcopy(defaults), opts or {})
  vim.api.nvim_create_augroup("slm_lsp", { clear = true })
  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config("slm_lsp", M.config())
    vim.lsp.enable("slm_lsp")
  else
    vim.api.nvim_create_autocmd("FileType", {
      group = "slm_lsp",
      pattern = options.filetypes,
      callback = function(event)
        attach_by_hand(event.buf)
      end,
    })
  end
  watch_progress()
  if options.ghost_text then
    require("slm_lsp.ghost").setup(options.accept_key)
  end
end

return M
