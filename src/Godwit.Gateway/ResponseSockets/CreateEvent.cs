using System.Text;
using System.Text.Json;
using Godwit.Gateway.ClientApi;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>
/// A client's <c>response.create</c> as the request it stands for: what belongs to the WebSocket is taken out, and a
/// stream is asked for.
/// </summary>
internal readonly record struct CreateEvent
{
    private static readonly string[] Own = ["type", "stream", "background", "generate", "stream_id"];
    private static readonly byte[][] OwnUtf8 = [.. Own.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Why it is no request; null when it is one.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>The stream that the answer is to name; null for the one without a name.</summary>
    public string? StreamId { get; private init; }

    /// <summary>Nothing is to be generated yet.</summary>
    public bool WarmsUp { get; private init; }

    /// <summary>
    /// Reads a message, and writes the request. A message that is not JSON is the request as it is: the pipeline says
    /// what is wrong with it, as with any.
    /// </summary>
    public static CreateEvent Read(ReadOnlySpan<byte> message, RequestBody request)
    {
        var json = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = RequestScan.MaxDepth });
        try
        {
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
                return ReadObject(ref json, message, request);
        }
        catch (JsonException)
        {
            request.Truncate();
        }

        Put(message, request);
        return default;
    }

    private static CreateEvent ReadObject(
        ref Utf8JsonReader json, ReadOnlySpan<byte> message, RequestBody request)
    {
        Put("{\"stream\":true"u8, request);
        var read = default(CreateEvent);
        var isCreate = false;
        Refusal? fault = null;
        var seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)json.TokenStartIndex;
            var own = IndexOf(ref json);
            json.Read();
            if (own >= 0)
            {
                if ((seen & (1 << own)) != 0)
                    fault ??= SocketRefusals.Twice(Own[own]);
                seen |= 1 << own;
                isCreate |= own == 0 && json.TokenType == JsonTokenType.String
                    && MemberName.Is(ref json, "response.create"u8);
                fault ??= Take(ref json, own, ref read);
                json.Skip();
                continue;
            }

            json.Skip();
            Put(","u8, request);
            Put(message[start..(int)json.BytesConsumed], request);
        }

        // Reading on past the closing brace is what finds trailing data.
        json.Read();
        Put("}"u8, request);
        return read with { Refusal = isCreate ? fault : SocketRefusals.UnsupportedEvent };
    }

    private static int IndexOf(ref Utf8JsonReader json)
    {
        for (var i = 0; i < Own.Length; i++)
        {
            if (MemberName.Is(ref json, OwnUtf8[i]))
                return i;
        }

        return -1;
    }

    private static Refusal? Take(ref Utf8JsonReader json, int own, ref CreateEvent read)
    {
        switch (Own[own])
        {
            case "background" when json.TokenType == JsonTokenType.True:
                return SocketRefusals.NoBackground;
            case "generate" when json.TokenType == JsonTokenType.False:
                read = read with { WarmsUp = true };
                return null;
            case "generate" when json.TokenType is not (JsonTokenType.True or JsonTokenType.Null):
                return SocketRefusals.GenerateNotABoolean;
            case "stream_id" when json.TokenType == JsonTokenType.String:
                // An escaped name is none: no character of one needs it.
                if (json.ValueIsEscaped || !Ascii.IsValid(json.ValueSpan))
                    return SocketRefusals.InvalidStreamId;
                read = read with { StreamId = json.GetString() };
                return null;
            case "stream_id" when json.TokenType != JsonTokenType.Null:
                return SocketRefusals.InvalidStreamId;
            default:
                return null;
        }
    }

    private static void Put(ReadOnlySpan<byte> bytes, RequestBody request)
    {
        bytes.CopyTo(request.GetSpan(Math.Max(bytes.Length, 1)));
        request.Advance(bytes.Length);
    }
}
