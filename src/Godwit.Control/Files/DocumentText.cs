using System.Text;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Files;

/// <summary>Writes a document's content without its positions, so that two readings can be compared.</summary>
internal static class DocumentText
{
    public static void Append(StringBuilder text, DocumentNode node)
    {
        switch (node)
        {
            case DocumentMap map:
                text.Append('{');
                foreach (var member in map.Members)
                {
                    Append(text, member.Key);
                    Append(text, member.Value);
                }

                text.Append('}');
                break;
            case DocumentList list:
                text.Append('[');
                foreach (var item in list.Items)
                    Append(text, item);
                text.Append(']');
                break;
            case DocumentScalar scalar:
                text.Append((int)scalar.Form).Append(scalar.Text.Length).Append(':').Append(scalar.Text);
                break;
            default:
                text.Append('-');
                break;
        }
    }
}
