using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.OpenAIResponses;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>
/// Tells whether a conversation brings back the reasoning of a provider of another dialect. The client's own dialect
/// has a place for it, but no provider of that dialect takes it.
/// </summary>
public static class ForeignReasoning
{
    /// <summary>Whether some string of the body begins as a seal with its origin does, or is an id made here.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="client">The client's dialect.</param>
    public static bool IsIn(ReadOnlySpan<byte> body, Dialect client) =>
        body.IndexOf("\"gdw1."u8) >= 0 || client switch
        {
            // Its clients take signatures for base64, so that the mark is in that.
            Dialect.GeminiGenerateContent => body.IndexOf("\"Z2R3MS"u8) >= 0,
            // Words without a seal have an id all the same.
            Dialect.OpenAIResponses => ResponsesItemIds.AreOfReasoningIn(body),
            _ => false,
        };
}
