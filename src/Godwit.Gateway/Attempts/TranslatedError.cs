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
            Of(failure, StatusOf(failure, request.Dialect)) with { RequestId = request.Id.ToString() },
            request.Http.Response.BodyWriter);

    private static ClientError Of(ProviderFailure failure, int status) => new(
        status,
        TypeOf(failure.Class),
        failure.Code ?? failure.Type,
        null,
        failure.Message.Length > 0 ? failure.Message : $"The provider answered with status {failure.Status}.");

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
