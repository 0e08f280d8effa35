-- The commands; the server itself is started by setup(), or by vim.lsp.enable("slm_lsp").
if vim.g.loaded_slm_lsp then
  return
end
vim.g.loaded_slm_lsp = true

local function command(name, run, options)
  vim.api.nvim_create_user_command(name, run, options)
end

command("SlmRewrite", function(call)
  local lines = call.range > 0
  require("slm_lsp").rewrite(call.args, lines and call.line1 - 1 or nil, lines and call.line2 or nil)
end, {
  nargs = "*",
  range = true,
  complete = function()
    return require("slm_lsp").ways
  end,
  desc = "Rewrite the sentence at the cursor, or the lines, in another way",
})
command("SlmPause", function()
  require("slm_lsp").pause()
end, { desc = "Pause ghost text, or go on with it" })
command("SlmCheck", function()
  require("slm_lsp").check()
end, { desc = "Check this buffer now" })
command("SlmStatus", function()
  require("slm_lsp").show_status()
end, { desc = "Version, model and backend" })
command("SlmMemory", function()
  local lines = vim.fn.systemlist({ require("slm_lsp").config().cmd[1], "memory", "show" })
  vim.cmd("new")
  vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable = "nofile", "wipe", false
end, { desc = "Everything slm-lsp remembers of you" })
