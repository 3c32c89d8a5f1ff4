/** The questions about the flag of the private word of a page or folio. */

/** Those that speak of buffers first. */
export const BUFFER_QUESTIONS: readonly string[] = ['page_has_buffers', 'PagePrivate', 'folio_test_private'];
