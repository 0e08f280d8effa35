" slm-lsp for Vim with ALE: source this file after ALE. With coc.nvim, see README.md.
call ale#linter#Define('markdown', {
\   'name': 'slm-lsp', 'lsp': 'stdio', 'executable': 'slm-lsp', 'command': '%e',
\   'project_root': {buffer -> fnamemodify(bufname(buffer), ':p:h')}, 'language': 'markdown',
\ })
call ale#linter#Define('text', {
\   'name': 'slm-lsp', 'lsp': 'stdio', 'executable': 'slm-lsp', 'command': '%e',
\   'project_root': {buffer -> fnamemodify(bufname(buffer), ':p:h')}, 'language': 'plaintext',
\ })
