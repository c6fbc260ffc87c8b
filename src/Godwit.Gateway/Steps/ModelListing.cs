using System.Buffers;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.Dialects.GeminiGenerateContent;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Gateway.Steps;

/// <summary>
/// Answers <c>GET /v1/models</c>, and Gemini's <c>/v1beta/models</c>: what this key may use from where it calls, now,
/// and until when.
/// </summary>
internal static class ModelListing
{
    public static async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        var output = request.Http.Response.BodyWriter;
        var path = request.Http.Request.Path.Value!;
        var gemini = path.StartsWith("/v1beta/", StringComparison.Ordinal);

        // The path is OpenAI's and Anthropic's; this header every client of Anthropic's sends.
        var dialect = gemini ? Dialect.GeminiGenerateContent
            : request.Http.Request.Headers.ContainsKey("anthropic-version") ? Dialect.AnthropicMessages
            : Dialect.OpenAIChat;
        if (request.Operation == ClientOperation.GetModel)
        {
            // SDKs escape the slash of provider/model, and it is the one character that a server leaves escaped.
            var prefix = gemini ? ClientPaths.GeminiPrefix : ClientPaths.ModelPrefix;
            var name = PathModel.Unescape(path.AsSpan(prefix.Length));
            if (!request.Snapshot.Routes.TryFind(name, out var route) || RowOf(request, route!) is not { } row)
                return Refusals.UnknownModel(name);
            Begin(request);
            WriteOne(dialect, row, output);
        }
        else
        {
            var rows = request.Snapshot.Routes.All.Select(route => RowOf(request, route)).OfType<OpenAIModelRow>();
            OpenAIModelRow[] all = [.. rows];
            Begin(request);
            WriteList(dialect, all, output);
        }

        await output.FlushAsync();
        return null;
    }

    private static void WriteOne(Dialect dialect, OpenAIModelRow row, IBufferWriter<byte> output)
    {
        switch (dialect)
        {
            case Dialect.GeminiGenerateContent:
                GeminiModelList.WriteOne(output, row);
                break;
            case Dialect.AnthropicMessages:
                AnthropicModelList.WriteOne(output, row);
                break;
            default:
                OpenAIModelList.WriteOne(output, row);
                break;
        }
    }

    private static void WriteList(Dialect dialect, OpenAIModelRow[] rows, IBufferWriter<byte> output)
    {
        switch (dialect)
        {
            case Dialect.GeminiGenerateContent:
                GeminiModelList.WriteList(output, rows);
                break;
            case Dialect.AnthropicMessages:
                AnthropicModelList.WriteList(output, rows);
                break;
            default:
                OpenAIModelList.WriteList(output, rows);
                break;
        }
    }

    private static void Begin(GatewayRequest request)
    {
        request.Http.Response.ContentType = "application/json";
        request.Http.Response.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
    }

    /// <summary>
    /// The row of a route; null when this caller may not use it, or nobody on it may serve the caller. What the answer
    /// has to tell of it is noted.
    /// </summary>
    private static OpenAIModelRow? RowOf(GatewayRequest request, RouteRules route)
    {
        if (!AccessPolicy.MayUse(request.Key!, route.Name))
            return null;
        var facts = request.TerritoryFacts;
        var now = request.StartedAt.UtcTicks;
        var plan = RouteOutlook.Plan(facts, route, now);
        if (plan.Targets.Count == 0)
            return null;
        request.Tell(plan.Notice);
        var target = plan.Targets[0];
        return new OpenAIModelRow(
            route.Name,
            request.Snapshot.CompiledAt,
            target.Provider.TelemetryName,
            target.Provider.Name,
            plan.Decision.ToString().ToLowerInvariant(),
            RouteOutlook.Until(facts, route, now) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            target.Facts?.ShutdownDate,
            target.Provider.Simulated)
        {
            ContextTokens = target.Facts?.ContextTokens,
            MaxOutputTokens = target.Facts?.MaxOutputTokens,
            Operations = target.Facts?.Operations ?? [Operation.Chat],
        };
    }
}
