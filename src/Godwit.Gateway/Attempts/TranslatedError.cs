using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.Attempts;

/// <summary>A provider's error in the words of a client of another dialect.</summary>
internal static class TranslatedError
{
    private const int Overloaded = 529;

    /// <summary>The status for the client: the provider's own, but for Anthropic's, which others do not know.</summary>
    public static int StatusOf(ProviderFailure failure, Dialect client) => failure.Status switch
    {
        Overloaded when client != Dialect.AnthropicMessages => 503,
        // An error where an answer belongs came with a status of success.
        < 400 => StatusOf(failure.Class),
        var status => status,
    };

    /// <summary>Writes it as the body of the answer.</summary>
    public static void Write(GatewayRequest request, ProviderFailure failure) =>
        DialectList.Client(request.Dialect).WriteError(
            Of(failure, request.Dialect) with { RequestId = request.Id.ToString() },
            request.Http.Response.BodyWriter);

    private static ClientError Of(ProviderFailure failure, Dialect client) => new(
        StatusOf(failure, client), TypeOf(failure.Class), CodeOf(failure), null, MessageOf(failure, client));

    // What programs decide by has one name, whoever answered; a number is a name to nobody else.
    private static string? CodeOf(ProviderFailure failure) => failure.Class switch
    {
        FailureClass.ContextLength => "context_length_exceeded",
        FailureClass.RateLimit => "rate_limit_exceeded",
        FailureClass.Quota or FailureClass.Balance => "insufficient_quota",
        _ => failure.Code is { Length: > 0 } code && !char.IsAsciiDigit(code[0]) ? code : failure.Type,
    };

    // Programs tell by these words that a conversation is to be shortened: Anthropic and Google have no code for it.
    private static string MessageOf(ProviderFailure failure, Dialect client)
    {
        var message = failure.Message.Length > 0
            ? failure.Message : $"The provider answered with status {failure.Status}.";
        if (failure.Class != FailureClass.ContextLength)
            return message;
        var words = client switch
        {
            Dialect.AnthropicMessages => "prompt is too long",
            Dialect.GeminiGenerateContent => "exceeds the maximum number of tokens allowed",
            _ => "maximum context length",
        };
        return message.Contains(words, StringComparison.OrdinalIgnoreCase) ? message : client switch
        {
            Dialect.AnthropicMessages => $"{words}: {message}",
            Dialect.GeminiGenerateContent => $"The input token count {words}. {message}",
            _ => $"The input is longer than this model's {words}. {message}",
        };
    }

    private static string TypeOf(FailureClass failure) => failure switch
    {
        FailureClass.RateLimit => "rate_limit_error",
        FailureClass.Quota or FailureClass.Balance => "insufficient_quota",
        FailureClass.BadRequest or FailureClass.NotFound or FailureClass.ContextLength or FailureClass.ContentFilter =>
            "invalid_request_error",
        FailureClass.RegionRefusal => "request_forbidden",
        _ => "server_error",
    };

    private static int StatusOf(FailureClass failure) => failure switch
    {
        FailureClass.RateLimit or FailureClass.Quota or FailureClass.Balance => 429,
        FailureClass.BadRequest or FailureClass.ContextLength or FailureClass.ContentFilter => 400,
        FailureClass.NotFound => 404,
        FailureClass.Overloaded => 503,
        FailureClass.RegionRefusal => 403,
        _ => 502,
    };
}
