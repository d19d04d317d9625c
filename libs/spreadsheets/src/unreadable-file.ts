/** A file that is not what it is said to be; the message is for whoever brings it. */
export class UnreadableFile extends Error {}
