/** A guard that an earlier one has settled is greyed out, and a finding leads to the origin of its page and to its weak guard. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiagnosticTag } from 'vscode-languageserver-protocol';
import { SERVERS, startServer } from './test-server.ts';

const TEXT = `static void f(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	WARN_ON(is_zone_device_page(page));
	note(page->mapping->host);
	if (is_zone_device_page(page))
		return;
	if (is_zone_device_page(page))
		note(page);
}
`;

test('an unnecessary guard has the tag, and evidence has its places', async (t) => {
  for (const kind of SERVERS) {
    const server = await startServer(t, { kind, settings: { era: '6.1', level: 'hint' } });
    const uri = 'file:///nowhere/unnecessary.c';
    await server.open(uri, TEXT);
    const found = await server.diagnostics(uri);
    const tagged = found.filter(({ tags }) => tags?.includes(DiagnosticTag.Unnecessary));
    assert.deepEqual(
      tagged.map(({ code, range }) => `${code} ${range.start.line}`),
      ['guard-is-still-open 8'],
    );
    const followed = found.find(({ code }) => code === 'mapping-is-a-pointer');
    assert.deepEqual(
      followed?.relatedInformation?.map(({ message, location }) => `${location.range.start.line} ${message}`),
      ['2 the page comes from `pfn_to_page()` here', '4 this guard is not enough'],
    );
    await server.stop();
  }
});
