using System.Text.Json;
using Godwit.Gateway.ClientApi;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.ResponseState;

/// <summary>Where the members lie in a request by which it names state.</summary>
internal readonly record struct ResponseScan
{
    /// <summary>The value of <c>previous_response_id</c>, quotes included; empty when there is none.</summary>
    public ByteRange PreviousRange { get; init; }

    /// <summary>The id of the response it goes on with; null when there is none.</summary>
    public string? Previous { get; init; }

    /// <summary>The value of <c>input</c>; empty when there is none.</summary>
    public ByteRange Input { get; init; }

    /// <summary>A conversation is named.</summary>
    public bool NamesConversation { get; init; }

    /// <summary>The id of that conversation; null when what is written there is no id.</summary>
    public string? Conversation { get; init; }

    /// <summary>False when the client asked for the response not to be kept.</summary>
    public bool Store { get; init; }

    /// <summary>True when it is asked for in the background.</summary>
    public bool Background { get; init; }

    /// <summary>Reads the members at the top of a body that was read as JSON before.</summary>
    public static ResponseScan Read(ReadOnlySpan<byte> body)
    {
        var scan = new ResponseScan { Store = true };
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = RequestScan.MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return scan;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = MemberName.Is(ref json, "previous_response_id"u8) ? 1
                : MemberName.Is(ref json, "conversation"u8) ? 2
                : MemberName.Is(ref json, "store"u8) ? 3
                : MemberName.Is(ref json, "input"u8) ? 4
                : MemberName.Is(ref json, "background"u8) ? 5 : 0;
            json.Read();
            var start = (int)json.TokenStartIndex;
            var isString = json.TokenType == JsonTokenType.String;
            var type = json.TokenType;
            var previous = name == 1 && isString ? TextOf(ref json) : null;
            var conversation = name == 2 ? ConversationOf(ref json) : null;
            json.Skip();
            var range = new ByteRange(start, (int)json.BytesConsumed - start);
            scan = name switch
            {
                1 when isString => scan with { Previous = previous, PreviousRange = range },
                2 => scan with { NamesConversation = type != JsonTokenType.Null, Conversation = conversation },
                3 => scan with { Store = type != JsonTokenType.False },
                4 => scan with { Input = range },
                5 => scan with { Background = type == JsonTokenType.True },
                _ => scan,
            };
        }

        return scan;
    }

    // A text, or an object with one as its id; the reader goes no further than to the end of that.
    private static string? ConversationOf(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            return TextOf(ref json);
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        string? id = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isId = MemberName.Is(ref json, "id"u8);
            json.Read();
            if (isId)
                id = json.TokenType == JsonTokenType.String ? TextOf(ref json) : null;
            json.Skip();
        }

        return id;
    }

    private static string TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // No Unicode: an id of nothing.
            return "";
        }
    }
}
