declare module 'html-encoding-sniffer' {
  type Options = {
    xml?: boolean;
    transportLayerEncodingLabel?: string;
    defaultEncoding?: string;
    maxPrescanBytes?: number;
  };
  /** The WHATWG name of the encoding of an HTML or XML byte stream. */
  export default function sniffEncoding(bytes: Uint8Array, options?: Options): string;
}
