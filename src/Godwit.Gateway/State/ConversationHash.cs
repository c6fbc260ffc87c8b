using System.Numerics;
using System.Text.Json;
using Godwit.Gateway.Journal;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.State;

/// <summary>
/// Tells the conversation of a request from others, so that all its requests can keep to one account, where its prompt
/// cache is. Only asked where a provider has several credentials. Nothing is allocated.
/// </summary>
/// <remarks>
/// By <c>prompt_cache_key</c>, which clients send for this; else by who it is for and by the first message of the user,
/// which each later request of the conversation sends again. Of several that begin alike all go to one account; with
/// nothing of this a request takes the next credential in turn.
/// </remarks>
internal static class ConversationHash
{
    // What lies behind is not looked at: a scan of all of a long conversation would cost more than a miss in a cache.
    private const int MostBytes = 256 * 1024;
    private const int MostOfMessage = 4 * 1024;

    /// <summary>The same for all requests of a conversation, hardly ever for two; zero: not known.</summary>
    public static uint Of(GatewayRequest request)
    {
        if (request.FormBoundary is not null || request.Body.Length == 0)
            return 0;
        var hash = Of(request.Body.Span);
        if (hash == 0)
            return 0;
        // Two projects that choose the same key have nothing in common.
        foreach (var letter in request.Key!.Project.Name)
            hash = BitOperations.Crc32C(hash, letter);
        return Math.Max(hash, 1);
    }

    /// <summary>The same of a body alone.</summary>
    public static uint Of(ReadOnlySpan<byte> body)
    {
        var whole = body.Length <= MostBytes;
        var json = new Utf8JsonReader(
            body[..Math.Min(body.Length, MostBytes)], whole,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = RequestScan.MaxDepth }));
        var (user, opening) = (0U, 0U);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return 0;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = json.ValueTextEquals("prompt_cache_key"u8);
                var isUser = json.ValueTextEquals("user"u8) || json.ValueTextEquals("safety_identifier"u8);
                var isMessages = json.ValueTextEquals("messages"u8) || json.ValueTextEquals("input"u8)
                    || json.ValueTextEquals("contents"u8);
                json.Read();
                if (isKey && json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0)
                    return Hash(json.ValueSpan);
                if (isUser && json.TokenType == JsonTokenType.String)
                    user = Hash(json.ValueSpan);
                else if (isMessages && json.TokenType == JsonTokenType.StartArray)
                    opening = OpeningIn(ref json, body);
                if (!json.TrySkip())
                    break;
            }
        }
        catch (JsonException)
        {
            // What was found before is as good.
        }

        return opening == 0 ? user : BitOperations.Crc32C(opening, user);
    }

    /// <summary>The first message that is the user's; the reader is left inside the list.</summary>
    private static uint OpeningIn(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var hash = 0U;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            var isUsers = json.TokenType == JsonTokenType.StartObject && IsUsers(json);
            if (!json.TrySkip())
            {
                // The message is longer than what is read; its beginning is enough.
                return hash == 0 ? Hash(body.Slice(start, Math.Min(MostOfMessage, body.Length - start))) : hash;
            }

            if (hash == 0 && isUsers)
                hash = Hash(body[start..Math.Min((int)json.BytesConsumed, start + MostOfMessage)]);
        }

        return hash;
    }

    // A copy of the reader: the message is read again from its beginning. A turn without a role is the user's with
    // Gemini.
    private static bool IsUsers(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = json.ValueTextEquals("role"u8);
            if (!json.Read())
                return false;
            if (isRole)
                return json.TokenType == JsonTokenType.String && json.ValueTextEquals("user"u8);
            if (!json.TrySkip())
                return false;
        }

        return true;
    }

    // Zero is what is not known.
    private static uint Hash(ReadOnlySpan<byte> bytes) => Math.Max(Crc32C.Of(bytes), 1);
}
