namespace Godwit.Providers.GenAI;

/// <summary>
/// Refusals of a region that a provider may give whatever name it is configured under: clouds and relays pass them on,
/// and a provider without a catalog entry gives them too. Those of catalogued providers are in the catalog.
/// </summary>
/// <remarks>
/// Exact by intent: an address list of the account, a permission of the key or a content filter looks much the same,
/// and none of them says anything about the caller's territory.
/// </remarks>
public static class RegionRefusals
{
    private const string AnthropicMessage = "Request not allowed";

    private const string BedrockMessage =
        "Access to Anthropic models is not allowed from unsupported countries, regions, or territories";

    /// <summary>True for a refusal of the region.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="outerType">The body's own type beside <c>error</c>; null without one.</param>
    /// <param name="type">The error's type.</param>
    /// <param name="message">The error's message.</param>
    public static bool Recognise(int status, string? outerType, string? type, string message) => status switch
    {
        // Anthropic's edge answers before its API does, whose own errors all carry an outer "type":"error".
        403 => outerType is null && type == "forbidden" && message == AnthropicMessage,
        // Amazon Bedrock, as a ValidationException like any other.
        400 => message.StartsWith(BedrockMessage, StringComparison.Ordinal),
        _ => false,
    };
}
