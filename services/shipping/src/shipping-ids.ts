/** The namespace of ids for what is not a scan: a change of a library, a question about parcels. */
export const SHIPPING_IDS = '6f6f3f0a-52c4-4c0e-9b1d-0b7a5a1f7c11';
