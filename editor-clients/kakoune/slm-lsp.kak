# slm-lsp for Kakoune with kakoune-lsp: source this file in kakrc.
hook -group slm-lsp global BufSetOption filetype=(?:markdown|latex|typst|restructuredtext|asciidoc|org|html|git-commit|mail|plain) %{
    set-option -add buffer lsp_servers %{
        [slm-lsp]
        root_globs = [".slm-lsp.toml", ".git"]
        command = "slm-lsp"
        settings_section = "slm-lsp"
    }
}
