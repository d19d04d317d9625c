/** Where a form that came after its session had ended is offered again, once its sender has signed in. */
export const OFFERED_AT = '/again';
