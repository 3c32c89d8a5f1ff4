;;; emacs.el --- In Emacs with Eglot, over stdio: diagnostics, hover, code action  -*- lexical-binding: t -*-
;; Prints one line a check, `ok name' or `FAIL name: why', and at the end `done'.

(require 'package)
(package-initialize)
(require 'cc-mode)
(require 'flymake)
(require 'eglot)

(defun say (&rest arguments)
  (princ (concat (apply #'format arguments) "\n") #'external-debugging-output))

(defun check (name good why)
  (unless good
    (say "FAIL %s: %s" name (replace-regexp-in-string "\n" " " (format "%s" why)))
    (throw 'stop nil))
  (say "ok %s" name))

(defun wait-until (seconds predicate)
  "Let timers and processes run until PREDICATE holds or SECONDS have passed."
  (let ((end (+ (float-time) seconds)))
    (while (and (not (funcall predicate)) (< (float-time) end))
      (accept-process-output nil 0.02))
    (funcall predicate)))

(defun has (text part)
  (and text (string-match-p (regexp-quote part) text)))

(defun text-of (file)
  (with-temp-buffer (insert-file-contents file) (buffer-string)))

(defun warnings-here ()
  (cl-remove-if-not (lambda (d) (string-match-p "warning" (format "%s" (flymake-diagnostic-type d))))
                    (flymake-diagnostics)))

(setq eglot-sync-connect 10
      eglot-confirm-server-initiated-edits nil
      eglot-send-changes-idle-time 0.05
      flymake-no-changes-timeout 0.05
      make-backup-files nil
      create-lockfiles nil
      project-find-functions (list (lambda (_) (cons 'transient (getenv "DAXLINT_TREE")))))

(defun run-checks ()
  (let* ((words (json-parse-string (text-of (getenv "DAXLINT_WORDS"))))
         (command (append (json-parse-string (getenv "DAXLINT_COMMAND")) nil))
         (word (lambda (key) (gethash key words))))
    (find-file (getenv "DAXLINT_FILE"))
    (c-mode)
    (eglot '(c-mode) (project-current nil) 'eglot-lsp-server command "c")
    (check "the server starts" (eglot-current-server) command)
    (flymake-mode 1)
    (flymake-start)
    (wait-until 15 #'flymake-diagnostics)
    (let ((found (warnings-here)))
      (check "one warning arrives" (= (length found) 1) (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
      (check "it has the words of the rule"
             (has (flymake-diagnostic-text (car found)) (funcall word "message"))
             (flymake-diagnostic-text (car found)))
      (goto-char (flymake-diagnostic-beg (car found))))
    (check "it stands in its line" (has (thing-at-point 'line t) (funcall word "bad")) (thing-at-point 'line t))
    (let* ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams)))
           (text (and hover (substring-no-properties (eglot--hover-info (plist-get hover :contents))))))
      (check "the hover has the matrix" (has text (funcall word "hover")) text))
    (let* ((actions (append (eglot-code-actions (point) (point) nil nil) nil))
           (fix (cl-find-if (lambda (action) (has (plist-get action :title) (funcall word "fix"))) actions)))
      (check "the fix is offered" fix (mapcar (lambda (action) (plist-get action :title)) actions))
      (check "it comes with its edit" (plist-get fix :edit) fix)
      (eglot--apply-workspace-edit (plist-get fix :edit)))
    (check "the text is as expected" (string= (buffer-string) (text-of (getenv "DAXLINT_EXPECTED"))) (buffer-string))
    (eglot--signal-textDocument/didChange)
    (check "the warning is gone"
           (wait-until 10 (lambda () (flymake-start) (null (flymake-diagnostics))))
           (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))
    (set-buffer-modified-p nil)
    (ignore-errors (eglot-shutdown (eglot-current-server)))))

(condition-case problem
    (catch 'stop (run-checks))
  (error (say "FAIL the script runs to its end: %S" problem)))
(say "done")
(kill-emacs 0)
