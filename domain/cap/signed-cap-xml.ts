import type { CapAlert } from './cap-alert.ts';
import { capElement } from './cap-xml.ts';
import { writeXml, XML_DECLARATION, type XmlElement } from './xml.ts';

const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** `SignatureMethod` of XML Signature: RSA for receivers of today, Ed25519 (RFC 9231, 2.3.12) where both sides know it. */
export const SIGNATURE_METHODS = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  ed25519: 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519',
} as const;

/** Whoever holds the key. Texts are taken as UTF-8; results are base64. */
export interface CapSigner {
  readonly method: keyof typeof SIGNATURE_METHODS;
  /** By which a receiver finds the public key. */
  readonly keyName: string;
  sha256(text: string): string;
  sign(text: string): string;
}

/**
 * The alert with one enveloped XML Signature (CAP 1.2, 3.3.4.1). `writeXml` writes canonically, so what is digested and signed is the
 * text itself. A receiver that cannot verify it reads the alert all the same.
 */
export function signedCapXml(alert: CapAlert, signer: CapSigner): string {
  const unsigned = writeXml(capElement(alert));
  const signedInfo = signedInfoOf(signer.method, signer.sha256(unsigned));
  const signature = writeXml({
    name: 'Signature',
    attributes: { xmlns: XMLDSIG },
    content: [
      signedInfo,
      { name: 'SignatureValue', content: signer.sign(writeXml({ ...signedInfo, attributes: { xmlns: XMLDSIG } })) },
      { name: 'KeyInfo', content: [{ name: 'KeyName', content: signer.keyName }] },
    ],
  });
  const end = '</alert>';
  return `${XML_DECLARATION}${unsigned.slice(0, -end.length)}${signature}${end}`;
}

function signedInfoOf(method: CapSigner['method'], digest: string): XmlElement {
  return {
    name: 'SignedInfo',
    content: [
      algorithm('CanonicalizationMethod', EXCLUSIVE_C14N),
      algorithm('SignatureMethod', SIGNATURE_METHODS[method]),
      {
        name: 'Reference',
        attributes: { URI: '' },
        content: [
          {
            name: 'Transforms',
            content: [algorithm('Transform', `${XMLDSIG}enveloped-signature`), algorithm('Transform', EXCLUSIVE_C14N)],
          },
          algorithm('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256'),
          { name: 'DigestValue', content: digest },
        ],
      },
    ],
  };
}

function algorithm(name: string, uri: string): XmlElement {
  return { name, attributes: { Algorithm: uri }, content: [] };
}
