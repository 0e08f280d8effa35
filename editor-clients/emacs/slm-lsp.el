;;; slm-lsp.el --- A writing partner with a small language model of its own -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "29.1"))

;;; Commentary:

;; For eglot, which comes with Emacs.  Load this file and run `M-x eglot' in a draft, or hook
;; `eglot-ensure' into `text-mode-hook'.

;;; Code:

(require 'eglot)

(defgroup slm-lsp nil "A writing partner." :group 'text)

(defcustom slm-lsp-command '("slm-lsp")
  "The server, with its arguments."
  :type '(repeat string))

(add-to-list 'eglot-server-programs
             `(((markdown-mode :language-id "markdown") (gfm-mode :language-id "markdown")
                (markdown-ts-mode :language-id "markdown") (org-mode :language-id "org")
                (rst-mode :language-id "restructuredtext") (adoc-mode :language-id "asciidoc")
                (latex-mode :language-id "latex") (LaTeX-mode :language-id "latex")
                (typst-ts-mode :language-id "typst") (html-mode :language-id "html")
                (git-commit-ts-mode :language-id "git-commit") (message-mode :language-id "mail")
                (text-mode :language-id "plaintext"))
               . ,(lambda (&rest _) slm-lsp-command)))

(defun slm-lsp--run (command &rest arguments)
  "Run the server's COMMAND with ARGUMENTS and return its answer."
  (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand
                   (list :command (concat "slm-lsp." command) :arguments (vconcat arguments))
                   :timeout 60))

(defun slm-lsp--uri ()
  "This buffer's document, as the server knows it."
  (plist-get (eglot--TextDocumentIdentifier) :uri))

;;;###autoload
(defun slm-lsp-rewrite (how begin end)
  "Rewrite the region from BEGIN to END, or the sentence at point.
HOW is the name of a way, such as formal or shorten, or says it in other words."
  (interactive
   (list (completing-read "Rewrite: " (mapcar (lambda (way) (plist-get way :name)) (slm-lsp--run "waysToRewrite")))
         (if (use-region-p) (region-beginning) (point))
         (if (use-region-p) (region-end) (point))))
  (slm-lsp--run "rewrite" (slm-lsp--uri)
                (list :start (eglot--pos-to-lsp-position begin) :end (eglot--pos-to-lsp-position end)) how))

;;;###autoload
(defun slm-lsp-check ()
  "Check this buffer now."
  (interactive)
  (slm-lsp--run "check" (slm-lsp--uri)))

;;;###autoload
(defun slm-lsp-status ()
  "Say which model reads and writes."
  (interactive)
  (let ((status (slm-lsp--run "status")))
    (message "slm-lsp %s, %s on %s" (plist-get status :version) (plist-get status :model) (plist-get status :backend))))

(provide 'slm-lsp)
;;; slm-lsp.el ends here
