// What every sign-in of ours shares: how passwords are hashed and judged, and codes that are written on paper.
export { isMadeOfKnown } from './easy-password.ts';
export { hashPassword, passwordMatches, passwordWork, verifyAgainstNobody } from './hash-password.ts';
export { drawPaperCode, paperCodeIn, printedCode } from './paper-code.ts';
