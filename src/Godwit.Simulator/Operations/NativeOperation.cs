using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Native;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers at the doors that only their makers have.</summary>
internal sealed class NativeOperation(FaultScript script, NativeReplies replies)
{
    private static readonly ConverseForm Converse = new();
    private static readonly TencentForm Tencent = new();
    private static readonly SenseNovaForm SenseNova = new();
    private static readonly DashScopeForm DashScope = new();

    public async Task AnswerAsync(Exchange exchange, JsonElement root, RequestRoute route)
    {
        NativeForm form = FormOf(route.Dialect);
        bool stream = Streams(exchange, root, route);
        string? model = route.Name ?? (root.ValueKind == JsonValueKind.Object ? form.ModelOf(root) : null);
        if (Check(exchange, form, root, model, stream) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        NativeRequest request = form.Read(root, model!, stream);
        Conversation conversation = Conversation.Of(form.Turns(root));
        exchange.Apply(script.TakeFor(
            exchange.Provider.Name, model!, stream, prefill: conversation.LastRole == "assistant"));
        NativeReply reply = replies.Compose(
            request, conversation, exchange.Provider,
            json => SimulatorEcho.Write(json, exchange.Provider.Name, root, form.MessagesOf(root), form.Known));
        if (exchange.Faults.Replacement is { } fault)
        {
            if (fault.Kind != FaultKind.ContentFilter || !form.AnswersFiltered)
            {
                await Refusals.AnswerAsync(exchange, fault, stream);
                return;
            }

            reply = Filtered(reply, 0);
        }

        if (exchange.Provider.Latency > TimeSpan.Zero)
        {
            await exchange.WaitAsync(exchange.Provider.Latency);
        }

        await (stream ? NativeStream.SendAsync(exchange, form, reply) : AnswerPlainAsync(exchange, form, reply));
    }

    private static NativeForm FormOf(Dialect dialect) => dialect switch
    {
        Dialect.Converse => Converse,
        Dialect.Tencent => Tencent,
        Dialect.SenseNova => SenseNova,
        _ => DashScope,
    };

    // Each door has its own switch: the path, a header, or a member of the body.
    private static bool Streams(Exchange exchange, JsonElement root, RequestRoute route) => route.Dialect switch
    {
        Dialect.Converse => route.Operation == Operation.ConverseStream,
        Dialect.DashScope => exchange.Http.Request.Headers["X-DashScope-SSE"] == "enable",
        Dialect.Tencent => RequestFields.Flag(root, "Stream") ?? false,
        _ => RequestFields.Flag(root, "stream") ?? false,
    };

    private static ProviderError? Check(
        Exchange exchange, NativeForm form, JsonElement root, string? model, bool stream) =>
        root.ValueKind != JsonValueKind.Object ? new(ErrorReason.BadJson, "The body has to be a JSON object.")
        : string.IsNullOrEmpty(model) ? ProviderError.Missing("model")
        : form.Check(root, stream) ?? ModelsOperation.CheckModel(exchange.Provider, model);

    private static Task AnswerPlainAsync(Exchange exchange, NativeForm form, NativeReply reply)
    {
        if (exchange.Faults.Find(FaultKind.ContentFilter) is { AfterChunks: { } tokens })
        {
            reply = Filtered(reply, tokens);
        }

        bool huge = exchange.Faults.Has(FaultKind.HugeChunk);
        return exchange.AnswerAsync(
            200, json => form.WritePlain(json, reply, text => huge ? HugeText.After(text) : text));
    }

    private static NativeReply Filtered(NativeReply reply, int tokens) => reply with
    {
        Answers = [.. reply.Answers.Select(answer => answer with
        {
            Content = answer.Content?[..TokenRule.LengthOf(answer.Content, tokens)],
            Reasoning = "", ReasoningTokens = 0, ToolCalls = [],
            ContentTokens = Math.Min(answer.ContentTokens, tokens),
            Finish = Finish.Filtered,
        })],
    };
}
