using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers the older <c>completions</c>, plain and as a stream.</summary>
internal sealed class CompletionsOperation(FaultScript script, int seed, TimeProvider time)
{
    private const int UsualMaxTokens = 16;

    public async Task AnswerAsync(Exchange exchange, JsonElement root, string? pathModel)
    {
        string? model = RequestFields.Text(root, "model") ?? pathModel;
        if (Check(exchange, root, model) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        bool stream = RequestFields.Flag(root, "stream") ?? false;
        exchange.Apply(script.TakeFor(exchange.Provider.Name, model, stream, prefill: false));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream);
            return;
        }

        TextCompletion completion = Compose(exchange.Provider, root, model!);
        if (stream)
        {
            await TextCompletionStream.SendAsync(exchange, completion);
        }
        else
        {
            await exchange.AnswerAsync(200, json => TextCompletionWriter.Write(json, completion));
        }
    }

    private static ProviderError? Check(Exchange exchange, JsonElement root, string? model)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "The body has to be a JSON object.");
        }

        if (string.IsNullOrEmpty(model))
        {
            return ProviderError.Missing("model");
        }

        if (RequestFields.Texts(root, "prompt").Count == 0)
        {
            return ProviderError.Missing("prompt");
        }

        if (!RequestFields.IntegerWithin(root, "max_tokens", 1, int.MaxValue))
        {
            return ProviderError.Invalid("max_tokens", "a whole number from 1");
        }

        return RequestFields.IntegerWithin(root, "n", 1, 128)
            ? ModelsOperation.CheckModel(exchange.Provider, model)
            : ProviderError.Invalid("n", "a whole number from 1 to 128");
    }

    private TextCompletion Compose(SimulatedProvider provider, JsonElement root, string model)
    {
        IReadOnlyList<string> prompts = RequestFields.Texts(root, "prompt");
        int most = RequestFields.Integer(root, "max_tokens") ?? UsualMaxTokens;
        int each = RequestFields.Integer(root, "n") ?? 1;
        string basis = string.Join('\n', prompts.Prepend(model).Prepend(provider.Name));
        DeterministicSource source = new(DeterministicSource.Hash(basis) ^ DeterministicSource.Mix((ulong)seed));
        string id = source.NextId("cmpl-", 24);
        List<(string Text, Finish Finish)> choices = [];
        int tokens = 0;
        foreach (string prompt in prompts.SelectMany(prompt => Enumerable.Repeat(prompt, each)))
        {
            string text = Sentences.Continuation(provider.Name, model, ref source);
            text = provider.AnswerTokens is { } length ? Sentences.OfLength(text, length, ref source) : text;
            int cut = TokenRule.LengthOf(text, most);
            Finish finish = cut < text.Length ? Finish.Length : Finish.Stop;
            tokens += TokenRule.Count(text.AsSpan(0, cut));
            string echoed = RequestFields.Flag(root, "echo") == true ? prompt : "";
            choices.Add((echoed + text[..cut], finish));
        }

        return new TextCompletion(
            id,
            time.GetUtcNow().ToUnixTimeSeconds(),
            model,
            provider.Name,
            root,
            choices,
            new TokenUsage(prompts.Sum(prompt => TokenRule.Count(prompt)), 0, tokens, 0));
    }
}
