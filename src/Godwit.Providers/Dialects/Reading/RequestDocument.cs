using System.Text.Json;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>Parses a client's body to be translated.</summary>
public static class RequestDocument
{
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = RequestScan.MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>Parses a body; null, with a fault, when it can't be.</summary>
    /// <param name="body">The body. What is read from the node is valid as long as these bytes are.</param>
    /// <param name="faults">Where faults go.</param>
    public static RequestNode? Parse(ReadOnlyMemory<byte> body, RequestFaults faults)
    {
        if (!JsonUnicode.IsValid(body.Span))
        {
            faults.Add("", "invalid_json", "The body can't be translated: it holds text that is not valid Unicode.");
            return null;
        }

        try
        {
            // Not disposed: the request's nodes read from it until the request ends.
            return new RequestNode(JsonDocument.Parse(body, Options).RootElement, "", faults);
        }
        catch (JsonException e)
        {
            faults.Add("", "invalid_json", $"The body can't be translated: {e.Message}");
            return null;
        }
    }
}
