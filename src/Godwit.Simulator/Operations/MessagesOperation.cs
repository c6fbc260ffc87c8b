using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Messages;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>messages</c> and <c>messages/count_tokens</c>.</summary>
internal sealed class MessagesOperation(FaultScript script, MessageReplies replies, Seal seal)
{
    // https://platform.claude.com/docs/en/api/versioning, read 2026-11-25: the same answers, and these members removed.
    private const string NoSampling = "2026-10-21";
    private static readonly string[] FixedModels =
    [
        "claude-opus-4-7", "claude-opus-4-8", "claude-opus-5", "claude-sonnet-5", "claude-haiku-5", "claude-fable-",
        "claude-mythos-",
    ];

    private static readonly string[] Sampling = ["temperature", "top_p", "top_k"];

    private readonly MessagesCheck _check = new(seal);

    public async Task AnswerAsync(Exchange exchange, JsonElement root)
    {
        if (Check(exchange, root, counting: false) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        MessagesRequest request = MessagesRequestReader.Read(root);
        Conversation conversation = Conversation.Of(MessagesTurns.Read(root));
        exchange.Apply(script.TakeFor(
            exchange.Provider.Name, request.Model, request.Stream, conversation.LastRole == "assistant"));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, request.Stream);
            return;
        }

        if (exchange.Provider.Latency > TimeSpan.Zero)
        {
            await exchange.WaitAsync(exchange.Provider.Latency);
        }

        MessageReply reply = replies.Compose(request, conversation, exchange.Provider);
        if (request.Stream)
        {
            await MessagesStream.SendAsync(exchange, reply);
        }
        else
        {
            await AnswerPlainAsync(exchange, reply);
        }
    }

    public async Task CountAsync(Exchange exchange, JsonElement root)
    {
        if (Check(exchange, root, counting: true) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        MessagesRequest request = MessagesRequestReader.Read(root);
        exchange.Apply(script.TakeFor(exchange.Provider.Name, request.Model, stream: false, prefill: false));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream: false);
            return;
        }

        await exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens", MessageReplies.InputTokens(request));
            json.WriteEndObject();
        });
    }

    private ProviderError? Check(Exchange exchange, JsonElement root, bool counting)
    {
        IHeaderDictionary headers = exchange.Http.Request.Headers;
        bool strict = ProviderDoors.IsStrict(exchange.Provider.Name, Dialect.Messages);
        string version = headers["anthropic-version"].ToString();
        if (strict && version is not ("2023-06-01" or NoSampling))
        {
            return new(
                ErrorReason.InvalidRequest,
                version.Length == 0
                    ? "anthropic-version: header is required"
                    : $"anthropic-version: \"{version}\" is not a valid version");
        }

        if (strict && version == NoSampling && root.ValueKind == JsonValueKind.Object
            && Sampling.FirstOrDefault(name => root.TryGetProperty(name, out _)) is { } removed)
        {
            return new(ErrorReason.InvalidRequest, $"{removed}: Extra inputs are not permitted");
        }

        if (strict && FixedSampling(root) is { } fixedOne)
        {
            return new(ErrorReason.InvalidRequest, $"`{fixedOne}` is deprecated for this model.");
        }

        bool beta = headers["anthropic-beta"].ToString().Length > 0;
        return _check.Check(root, counting, strict, beta) is { } wrong
            ? new ProviderError(ErrorReason.InvalidRequest, wrong)
            : ModelsOperation.CheckModel(exchange.Provider, RequestFields.Text(root, "model")!);
    }

    /// <summary>The member by which a model of fixed sampling is asked for another; null when none is.</summary>
    private static string? FixedSampling(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && RequestFields.Text(root, "model") is { } model
            && FixedModels.Any(prefix => model.StartsWith(prefix, StringComparison.Ordinal))
            ? Sampling.FirstOrDefault(name => root.TryGetProperty(name, out JsonElement value)
                && !(name == "temperature" && value.ValueKind == JsonValueKind.Number && value.GetDouble() == 1))
            : null;

    private static Task AnswerPlainAsync(Exchange exchange, MessageReply reply)
    {
        if (exchange.Faults.Find(FaultKind.ContentFilter) is { AfterChunks: { } tokens })
        {
            reply = reply with
            {
                Finish = Finish.Filtered,
                Blocks = [.. reply.Blocks.Where(block => block.Type == "text").Select(block => block with
                {
                    Text = block.Text[..TokenRule.LengthOf(block.Text, tokens)],
                })],
            };
        }

        bool huge = exchange.Faults.Has(FaultKind.HugeChunk);
        return exchange.AnswerAsync(200, json => MessagesWriter.WritePlain(
            json, reply, text => huge ? HugeText.After(text) : text));
    }
}
