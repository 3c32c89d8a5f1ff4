-- In Neovim, over stdio: diagnostics arrive, the hover answers, the code action is applied, the diagnostic goes.
-- Prints one line a check, `ok name` or `FAIL name: why`, and at the end `done`.

local words = vim.json.decode(table.concat(vim.fn.readfile(vim.env.DAXLINT_WORDS), '\n'))
local command = vim.json.decode(vim.env.DAXLINT_COMMAND)
local file = vim.env.DAXLINT_FILE

local function say(line)
  io.stdout:write(line .. '\n')
end

local function check(name, good, why)
  if not good then
    say('FAIL ' .. name .. ': ' .. tostring(why))
    error('stop', 0)
  end
  say('ok ' .. name)
end

local function has(text, part)
  return text ~= nil and text:find(part, 1, true) ~= nil
end

local function request(buffer, client, method, params)
  local answers, err = vim.lsp.buf_request_sync(buffer, method, params, 10000)
  local answer = answers and answers[client]
  if answer == nil or answer.error then
    return nil, vim.inspect(err or answer)
  end
  return answer.result
end

local function run()
  local client = vim.lsp.start_client({ name = 'daxlint', cmd = command, root_dir = vim.env.DAXLINT_TREE })
  check('the server starts', client, table.concat(command, ' '))
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = 'c'
  vim.lsp.buf_attach_client(buffer, client)

  vim.wait(15000, function() return #vim.diagnostic.get(buffer) > 0 end, 20)
  local found = vim.tbl_filter(function(d)
    return d.severity == vim.diagnostic.severity.WARN
  end, vim.diagnostic.get(buffer))
  check('one warning arrives', #found == 1, vim.inspect(vim.diagnostic.get(buffer)))
  local diagnostic = found[1]
  check('it has the words of the rule', has(diagnostic.message, words.message), diagnostic.message)
  check('it stands in its line', has(vim.fn.getline(diagnostic.lnum + 1), words.bad), diagnostic.lnum + 1)

  vim.api.nvim_win_set_cursor(0, { diagnostic.lnum + 1, diagnostic.col })
  local hover, hover_error = request(buffer, client, 'textDocument/hover', vim.lsp.util.make_position_params())
  local lines = hover and vim.lsp.util.convert_input_to_markdown_lines(hover.contents) or {}
  check('the hover has the matrix', has(table.concat(lines, '\n'), words.hover), hover_error or vim.inspect(lines))

  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer) }
  local actions, action_error = request(buffer, client, 'textDocument/codeAction', params)
  local fix = vim.tbl_filter(function(action) return has(action.title, words.fix) end, actions or {})[1]
  check('the fix is offered', fix, action_error or vim.inspect(actions))
  if not fix.edit then
    fix = request(buffer, client, 'codeAction/resolve', fix)
  end
  vim.lsp.util.apply_workspace_edit(fix.edit, vim.lsp.get_client_by_id(client).offset_encoding)
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') .. '\n'
  local expected = table.concat(vim.fn.readfile(vim.env.DAXLINT_EXPECTED), '\n') .. '\n'
  check('the text is as expected', text == expected, text)
  vim.wait(10000, function() return #vim.diagnostic.get(buffer) == 0 end, 20)
  check('the warning is gone', #vim.diagnostic.get(buffer) == 0, vim.inspect(vim.diagnostic.get(buffer)))

  vim.lsp.stop_client(client)
  vim.wait(5000, function() return vim.lsp.get_client_by_id(client) == nil end, 20)
  check('the server stops when it is asked to', vim.lsp.get_client_by_id(client) == nil, 'it still runs')
end

local good, why = pcall(run)
if not good and why ~= 'stop' then
  say('FAIL the script runs to its end: ' .. tostring(why):gsub('\n', ' '))
end
say('done')
vim.cmd('qa!')
