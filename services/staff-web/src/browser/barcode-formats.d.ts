/** Written by the server from the formats that everything else reads (pages/script.tsx). */
export const formats: readonly {
  kind: 'card' | 'copy' | 'parcel';
  prefix: string;
  length: number;
  checked: boolean;
}[];
