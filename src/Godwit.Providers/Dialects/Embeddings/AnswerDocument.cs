using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.Embeddings;

/// <summary>Parses a provider's whole answer.</summary>
internal static class AnswerDocument
{
    /// <summary>The document, to be disposed; null when it is no JSON.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = RequestScan.MaxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
