using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.Attempts.Limits;

/// <summary>
/// The tokens that a request needs at the very least. It has to be too low rather than too high: a request that is held
/// back for tokens that it does not need might have been served.
/// </summary>
internal static class SureNeed
{
    // Text has about four bytes to a token, and hardly ever as many as this.
    private const int BytesPerToken = 16;

    // What is larger carries files, most likely; and looking through it would take long.
    private const int MostBytes = 256 * 1024;

    /// <summary>The tokens; 1 where nothing is certain.</summary>
    public static int Of(GatewayRequest request) =>
        request.FormBoundary is null
        && request.Operation.ToPolicy() is Operation.Chat or Operation.Embeddings or Operation.TextCompletion
        && (request.Scan.Features & (RequestFeatures.Vision | RequestFeatures.Audio)) == 0
            ? Of(request.Body.Memory.Span)
            : 1;

    /// <summary>The tokens of a JSON body without images and sound.</summary>
    public static int Of(ReadOnlySpan<byte> body) =>
        body.Length is < BytesPerToken or > MostBytes || HasWhatIsNotText(body) ? 1 : body.Length / BytesPerToken;

    // Files and sealed thoughts are long and cost little; a cached prefix may cost nothing.
    private static bool HasWhatIsNotText(ReadOnlySpan<byte> body) =>
        body.IndexOf("base64"u8) >= 0 || body.IndexOf("encrypted_content"u8) >= 0
        || body.IndexOf("ignature\""u8) >= 0 || body.IndexOf("cache_control"u8) >= 0
        || body.IndexOf("\"data\""u8) >= 0 || body.IndexOf("_data\""u8) >= 0;
}
