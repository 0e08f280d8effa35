-- :checkhealth slm_lsp
local M = {}

function M.check()
  local health = vim.health
  local start = health.start or health.report_start
  local ok, warn, bad = health.ok or health.report_ok, health.warn or health.report_warn, health.error or health.report_error
  start("slm-lsp")
  local cmd = require("slm_lsp").config().cmd
  if vim.fn.executable(cmd[1]) == 0 then
    bad(cmd[1] .. " is not on the PATH: install it with `pipx install slm-lsp`, or give setup() its `cmd`")
    return
  end
  local version = vim.fn.system({ cmd[1], "--version" }):gsub("%s+$", "")
  ok(version .. " at " .. vim.fn.exepath(cmd[1]))
  if require("slm_lsp").client(0) then
    ok("the server is attached to this buffer")
  else
    warn("no server in this buffer: is its 'filetype' among those of setup()?")
  end
  if vim.lsp.inline_completion then
    ok("ghost text by Neovim's own inline completion")
  elseif vim.fn.has("nvim-0.10") == 1 then
    ok("ghost text as virtual text")
  else
    warn("no ghost text: it needs Neovim 0.10; completion items have the same words")
  end
  for _, line in ipairs(vim.fn.systemlist({ cmd[1], "doctor" })) do
    (vim.health.info or health.report_info)(line)
  end
end

return M
