using System.Text;
using System.Text.Json;

namespace Godwit.Providers.GenAI;

/// <summary>Reads the shapes in which errors come, whatever the door: clouds and relays mix them freely.</summary>
/// <remarks>
/// <c>{"error":{…}}</c> (OpenAI, Anthropic, Google, SenseNova), <c>{"code","error":"text"}</c> (xAI), a flat
/// <c>{"code","message"}</c> (DashScope, Cohere, Bedrock), <c>base_resp</c> (MiniMax), <c>{"Response":{"Error":…}}</c>
/// and <c>ErrorMsg</c> (Tencent), <c>error_code</c> (Baidu's older interface), FastAPI's <c>detail</c>, and Gemini's
/// <c>promptFeedback</c>, which stands where the answer should.
/// </remarks>
internal static class ErrorBodyReader
{
    /// <summary>What a prompt that Gemini blocked is called here; the code then is its block reason.</summary>
    internal const string PromptBlocked = "prompt_blocked";

    internal static ErrorBody? ReadValue(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            return new ErrorBody(null, null, null, Text(ref json) ?? "");
        if (json.TokenType == JsonTokenType.StartObject)
            return ReadFields(ref json);
        json.Skip();
        return null;
    }

    internal static ErrorBody? ReadFields(ref Utf8JsonReader json)
    {
        var found = new Found();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            found.Take(ref json, name);
        }

        return found.ToBody();
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            var text = json.GetString()!;
            return text.Length > ErrorBody.MostChars ? text[..ErrorBody.MostChars] : text;
        }

        if (json.TokenType == JsonTokenType.Number)
            return Encoding.UTF8.GetString(json.ValueSpan);
        json.Skip();
        return null;
    }

    private ref struct Found
    {
        private string? code;
        private string? type;
        private string? status;
        private string? param;
        private string? message;
        private GoogleErrorDetails details;
        private ErrorBody? inner;

        public void Take(ref Utf8JsonReader json, string? name)
        {
            switch (name)
            {
                case "error" or "base_resp" or "Response" or "Error" or "ErrorMsg":
                    inner = ReadValue(ref json) ?? inner;
                    break;
                case "code" or "Code" or "status_code" or "error_code":
                    code = Text(ref json);
                    break;
                case "http_code":
                    code ??= Text(ref json);
                    break;
                case "type" or "__type":
                    type = ShortName(Text(ref json));
                    break;
                case "status":
                    TakeStatus(ref json);
                    break;
                case "param":
                    param = Text(ref json);
                    break;
                case "message" or "Message" or "Msg" or "status_msg" or "error_msg" or "detail":
                    message = Text(ref json);
                    break;
                case "details":
                    details.Read(ref json);
                    break;
                case "promptFeedback":
                    TakePromptFeedback(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        public readonly ErrorBody? ToBody()
        {
            // Google's code is the HTTP status again; what tells errors apart stands in "status" and in the details.
            var ownType = type ?? status;
            var ownCode = details.Code ?? code;

            // Code 0 is success at MiniMax and SenseNova, whatever text stands beside it.
            if (ownCode == "0")
                return inner;
            if (inner is not null)
                return inner with
                {
                    Code = inner.Code ?? ownCode, Type = inner.Type ?? ownType, OuterType = ownType,
                    RetryAfter = inner.RetryAfter ?? details.RetryAfter,
                };
            return ownCode is null && message is null ? null
                : new ErrorBody(ownCode, ownType, param, message ?? "") { RetryAfter = details.RetryAfter };
        }

        // A word at Google, {code, message} in SenseNova's streams, a number at some relays.
        private void TakeStatus(ref Utf8JsonReader json)
        {
            if (json.TokenType == JsonTokenType.StartObject)
                inner = ReadFields(ref json) ?? inner;
            else
                status = Text(ref json);
        }

        private void TakePromptFeedback(ref Utf8JsonReader json)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                return;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isReason = json.ValueTextEquals("blockReason"u8);
                json.Read();
                var reason = isReason ? Text(ref json) : null;
                if (reason is not null)
                    inner = new ErrorBody(reason, PromptBlocked, null, $"The prompt was blocked: {reason}.");
                else if (!isReason)
                    json.Skip();
            }
        }

        // Amazon may write the type with its namespace before it: com.amazon.coral.service#ThrottlingException.
        private static string? ShortName(string? type) =>
            type?.IndexOf('#', StringComparison.Ordinal) is >= 0 and var hash ? type[(hash + 1)..] : type;
    }
}
