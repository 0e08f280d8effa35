-- Ghost text: Neovim's own from 0.12 on, a mark with virtual text before that (0.10 and 0.11).
local M = {}

local space = vim.api.nvim_create_namespace("slm_lsp_ghost")
-- Milliseconds without a key before the server is asked.
local PAUSE = 60

local shown -- { buffer, row, column, text, command }
local asked = 0

function M.clear()
  if shown and vim.api.nvim_buf_is_valid(shown.buffer) then
    vim.api.nvim_buf_clear_namespace(shown.buffer, space, 0, -1)
  end
  shown = nil
end

local function show(buffer, row, column, item)
  local text = type(item.insertText) == "table" and item.insertText.value or item.insertText
  local line = vim.split(text, "\n")[1]
  if line == "" then
    return
  end
  vim.api.nvim_buf_set_extmark(buffer, space, row, column, {
    virt_text = { { line, "Comment" } },
    virt_text_pos = "inline",
  })
  shown = { buffer = buffer, row = row, column = column, text = line, command = item.command }
end

local function ask()
  local client = require("slm_lsp").client(0)
  if not client or vim.api.nvim_get_mode().mode:sub(1, 1) ~= "i" then
    return
  end
  asked = asked + 1
  local mine, buffer = asked, vim.api.nvim_get_current_buf()
  local cursor = vim.api.nvim_win_get_cursor(0)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.context = { triggerKind = 1 }
  local function answered(_, result)
    local now = vim.api.nvim_win_get_cursor(0)
    local items = result and (result.items or result) or {}
    local same = mine == asked and buffer == vim.api.nvim_get_current_buf()
    if same and items[1] and now[1] == cursor[1] and now[2] == cursor[2] then
      M.clear()
      show(buffer, cursor[1] - 1, cursor[2], items[1])
    end
  end
  local method = "textDocument/inlineCompletion"
  if vim.fn.has("nvim-0.11") == 1 then
    client:request(method, params, answered, buffer)
  else
    client.request(method, params, answered, buffer)
  end
end

-- Puts in what is shown; whether there was anything.
function M.accept()
  if not shown or shown.buffer ~= vim.api.nvim_get_current_buf() then
    return false
  end
  local taken = shown
  M.clear()
  vim.schedule(function()
    vim.api.nvim_buf_set_text(0, taken.row, taken.column, taken.row, taken.column, { taken.text })
    vim.api.nvim_win_set_cursor(0, { taken.row + 1, taken.column + #taken.text })
    if taken.command then
      require("slm_lsp").command(taken.command.command:gsub("^slm%-lsp%.", ""), taken.command.arguments)
    end
  end)
  return true
end

local function own()
  local timer = (vim.uv or vim.loop).new_timer()
  vim.api.nvim_create_autocmd({ "TextChangedI", "CursorMovedI" }, {
    group = "slm_lsp",
    callback = function()
      M.clear()
      timer:start(PAUSE, 0, vim.schedule_wrap(ask))
    end,
  })
  vim.api.nvim_create_autocmd("InsertLeave", { group = "slm_lsp", callback = M.clear })
end

function M.setup(key)
  local builtin = vim.lsp.inline_completion
  if builtin then
    vim.api.nvim_create_autocmd("LspAttach", {
      group = "slm_lsp",
      callback = function(event)
        local client = vim.lsp.get_client_by_id(event.data.client_id)
        if client and client.name == "slm_lsp" then
          builtin.enable(true, { bufnr = event.buf })
        end
      end,
    })
  elseif vim.fn.has("nvim-0.10") == 1 then
    own()
  else
    return -- virtual text within a line came with 0.10
  end
  if key then
    vim.keymap.set("i", key, function()
      local taken
      if builtin then
        taken = builtin.get()
      else
        taken = M.accept()
      end
      return taken and "" or key
    end, { expr = true, desc = "slm-lsp: take the ghost text" })
  end
end

return M
