/** The documents that are open in the editor, by URI. */
import { OpenDocument } from './open-document.ts';

export class Documents {
  private readonly byUri = new Map<string, OpenDocument>();

  /** The document, or undefined where it is not open. */
  get(uri: string): OpenDocument | undefined {
    return this.byUri.get(uri);
  }

  all(): readonly OpenDocument[] {
    return [...this.byUri.values()];
  }

  /** Throws where the client gave no text: such a document would fail whoever looks at all of them. */
  open(uri: string, version: number, text: string): OpenDocument {
    if (typeof uri !== 'string' || typeof text !== 'string') throw new TypeError('a document needs a URI and a text');
    const document = new OpenDocument(uri, version, text);
    this.byUri.set(uri, document);
    return document;
  }

  close(uri: string): void {
    this.byUri.delete(uri);
  }
}
