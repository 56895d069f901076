// The text of comments as Markdown.

/** A node of a parsed comment, of which the parser's types say too little. */
export interface CommentNode {
  readonly kind: string;
  getChildNodes(): readonly CommentNode[];
}

type Texts = Partial<
  Record<'text' | 'code' | 'language' | 'decodedText' | 'urlDestination', string>
>;

function renderNode(node: CommentNode): string {
  const { text, code, language = '', decodedText, urlDestination } = node as CommentNode & Texts;
  const inner = () => node.getChildNodes().map(renderNode).join('');
  switch (node.kind) {
    case 'PlainText':
    case 'ErrorText':
      return text ?? '';
    case 'EscapedText':
      return decodedText ?? '';
    case 'SoftBreak':
      return ' ';
    case 'CodeSpan':
      return `\`${code}\``;
    case 'FencedCode':
      return `\n\n\`\`\`${language}\n${code}\`\`\`\n\n`;
    case 'LinkTag':
      return `<${urlDestination}>`;
    case 'Paragraph':
      return `${inner().replaceAll(/ +/g, ' ').trim()}\n\n`;
    default:
      return inner();
  }
}

/** A section of a comment. */
export function renderComment(node: CommentNode | undefined): string {
  return node === undefined
    ? ''
    : renderNode(node)
        .replaceAll(/\n{3,}/g, '\n\n')
        .trim();
}

/** The same in one line, for a list or a table. */
export const inline = (node: CommentNode | undefined): string =>
  renderComment(node).replaceAll(/\s+/g, ' ');
