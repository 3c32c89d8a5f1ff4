/** Mails as mail tools save them: one in a file, or many in an mbox. */
import PostalMime from 'postal-mime';
import { decode } from '../store/bytes.ts';

/** One mail; texts are decoded, and empty where the mail does not say. */
export interface Mail {
  readonly subject: string;
  readonly from: string;
  readonly date: string;
  readonly messageId: string;
  /** Its plain text with line feeds, and the text of patches that are attached. */
  readonly body: string;
}

/** What stands between the mails of an mbox: an address or the hash of a commit, and a date. */
const SEPARATOR = /^From \S+ .*\d{4}\r?$/;

const HEADER = /^[A-Za-z][\w-]*:[ \t]/;

/** The mails of a file; undefined where it is none. */
export async function mailsIn(bytes: Buffer): Promise<readonly Mail[] | undefined> {
  // One unit a byte: each mail has a character set of its own.
  const text = bytes.toString('latin1');
  if (!isMail(text)) return undefined;
  return Promise.all(messagesOf(text).map((message) => read(Buffer.from(message, 'latin1'))));
}

function isMail(text: string): boolean {
  const [first = '', second = ''] = text.split('\n', 2);
  if (SEPARATOR.test(first)) return HEADER.test(second);
  return HEADER.test(first) && /^(?:subject|from|message-id):/im.test(text.slice(0, text.search(/\r?\n\r?\n/)));
}

/** The messages of an mbox without the lines between them. */
function messagesOf(text: string): readonly string[] {
  const messages: string[] = [];
  let start = 0;
  let wasEmpty = true;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) + 1 || text.length;
    const line = text.slice(at, end).replace(/\n$/, '');
    // A line of prose can begin so too, but no header comes after it.
    if (wasEmpty && SEPARATOR.test(line) && HEADER.test(text.slice(end, end + 200))) {
      if (at > start) messages.push(text.slice(start, at));
      start = end;
    }
    wasEmpty = line === '' || line === '\r';
    at = end;
  }
  messages.push(text.slice(start));
  return messages;
}

async function read(bytes: Buffer): Promise<Mail> {
  const mail = await PostalMime.parse(bytes);
  const attached = mail.attachments
    .filter(({ mimeType, filename }) => /patch|diff/.test(mimeType) || /\.(?:patch|diff)$/.test(filename ?? ''))
    .map(({ content }) => (typeof content === 'string' ? content : decode(bufferOf(content))));
  return {
    subject: (mail.subject ?? '').replace(/\s+/g, ' ').trim(),
    from: addressOf(mail.from),
    date: mail.headers.find(({ key }) => key === 'date')?.value ?? '',
    messageId: mail.messageId ?? '',
    body: [mail.text ?? '', ...attached].join('\n').replace(/\r\n/g, '\n'),
  };
}

function bufferOf(content: ArrayBuffer | Uint8Array): Buffer {
  return content instanceof ArrayBuffer
    ? Buffer.from(content)
    : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

function addressOf(from: { readonly name: string; readonly address?: string | undefined } | undefined): string {
  if (from?.address === undefined) return '';
  return from.name === '' ? from.address : `${from.name} <${from.address}>`;
}
