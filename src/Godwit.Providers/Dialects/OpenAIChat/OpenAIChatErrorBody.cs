using System.Text.Json;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>An error as a provider wrote it, in any of the shapes that occur in this dialect.</summary>
/// <param name="Code">Its code, whatever its type on the wire.</param>
/// <param name="Type">Its type.</param>
/// <param name="Param">The parameter at fault.</param>
/// <param name="Message">The provider's words, at most <see cref="MostChars"/> of them.</param>
public sealed record OpenAIChatErrorBody(string? Code, string? Type, string? Param, string Message)
{
    /// <summary>The type that stands beside <c>error</c>, where the body has one; Anthropic's own errors do.</summary>
    public string? OuterType { get; init; }

    /// <summary>More of a message is not kept.</summary>
    public const int MostChars = 2_000;

    /// <summary>
    /// Reads a whole body: <c>{"error":{…}}</c>, <c>{"code","error":"text"}</c>, a flat <c>{"code","message"}</c>,
    /// MiniMax's <c>base_resp</c>, FastAPI's <c>detail</c>, or Google's array of one of them. Null when it is nothing
    /// of the kind.
    /// </summary>
    public static OpenAIChatErrorBody? Read(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            return json.Read() && (json.TokenType != JsonTokenType.StartArray || json.Read())
                && json.TokenType == JsonTokenType.StartObject ? ReadFields(ref json) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or text that is no Unicode: an HTML page of a proxy, usually.
            return null;
        }
    }

    /// <summary>Reads what stands under <c>error</c> or <c>base_resp</c>: an object, or a bare text.</summary>
    internal static OpenAIChatErrorBody? ReadValue(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return new OpenAIChatErrorBody(null, null, null, Text(ref json) ?? "");
        }

        if (json.TokenType == JsonTokenType.StartObject)
        {
            return ReadFields(ref json);
        }

        json.Skip();
        return null;
    }

    private static OpenAIChatErrorBody? ReadFields(ref Utf8JsonReader json)
    {
        string? code = null, type = null, status = null, param = null, message = null;
        OpenAIChatErrorBody? inner = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "error" or "base_resp":
                    inner = ReadValue(ref json) ?? inner;
                    break;
                case "code" or "status_code":
                    code = Text(ref json);
                    break;
                case "http_code":
                    code ??= Text(ref json);
                    break;
                case "type":
                    type = Text(ref json);
                    break;
                case "status":
                    status = Text(ref json);
                    break;
                case "param":
                    param = Text(ref json);
                    break;
                case "message" or "status_msg" or "detail":
                    message = Text(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        // Google's code is the HTTP status again; what tells errors apart stands in "status".
        type ??= status;

        // Code 0 is success at MiniMax and SenseNova, whatever text stands beside it.
        if (code == "0")
        {
            return inner;
        }

        return inner is not null ? inner with { Code = inner.Code ?? code, Type = inner.Type ?? type, OuterType = type }
            : code is null && message is null ? null
            : new OpenAIChatErrorBody(code, type, param, message ?? "");
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            var text = json.GetString()!;
            return text.Length > MostChars ? text[..MostChars] : text;
        }

        if (json.TokenType == JsonTokenType.Number)
        {
            return System.Text.Encoding.UTF8.GetString(json.ValueSpan);
        }

        json.Skip();
        return null;
    }
}
