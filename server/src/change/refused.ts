/** A patch or range that cannot be taken: the message is one line that names what is wrong, and where. */
export class Refused extends Error {}
