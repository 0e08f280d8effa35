-- For `vim.lsp.enable("slm_lsp")`: Neovim 0.11 and newer find this file by its name.
return require("slm_lsp").config()
