using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>
/// Applies a provider's rules for parameters to a body in its dialect, spliced or translated: one pass over the members
/// at the top, and where no rule touches them, nothing else.
/// </summary>
public static class ParameterPass
{
    // As deep as a scan accepts, with room for what a writer nests deeper.
    private const int MaxDepth = 256;

    /// <summary>Applies the rules.</summary>
    /// <param name="body">The body as it would be sent: one JSON object.</param>
    /// <param name="rules">The provider's rules.</param>
    /// <param name="context">What else is known.</param>
    /// <param name="output">Receives the whole edited body; nothing when it is not edited.</param>
    public static ParameterOutcome Apply(
        ReadOnlySpan<byte> body, RequestRules rules, in ParameterContext context, IBufferWriter<byte> output)
    {
        Span<MemberSlot> slots = stackalloc MemberSlot[RequestRules.MostNames];
        slots = slots[..Math.Min(rules.Count, RequestRules.MostNames)];
        Scan(body, rules, slots);
        ParameterEdits? edits = null;
        foreach (var rule in rules.Rules)
        {
            if (!rule.HoldsFor(context.Model, context.Stream) || !Holds(rule, body, slots))
            {
                continue;
            }

            if (rule.Action == ParameterAction.OnlyStreams)
            {
                if (!context.Stream)
                {
                    return ParameterOutcome.OnlyStreams;
                }
            }
            else if (rule.Action == ParameterAction.Default || slots[rule.Member].IsThere)
            {
                ParameterActions.Apply(rule, rules, body, slots, context, ref edits);
            }
        }

        if (edits is null)
        {
            return ParameterOutcome.Untouched;
        }

        edits.Write(body, output);
        return ParameterOutcome.Edited;
    }

    /// <summary>Reports that an answer is collected from a stream.</summary>
    public static void ReportCollected(LossReport losses, string path) => losses.Add(
        LossKind.Emulated, path, "The provider only streams this: the answer is collected from a stream.");

    /// <summary>A reader of a body.</summary>
    internal static Utf8JsonReader Reader(ReadOnlySpan<byte> body) =>
        new(body, new JsonReaderOptions { MaxDepth = MaxDepth });

    private static void Scan(ReadOnlySpan<byte> body, RequestRules rules, Span<MemberSlot> slots)
    {
        var json = Reader(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var slot = !json.ValueIsEscaped ? rules.Find(json.ValueSpan)
                : MemberSlot.Text(ref json) is { } text ? rules.Find(text) : -1;
            var name = (int)json.TokenStartIndex;
            json.Read();
            var (start, kind) = ((int)json.TokenStartIndex, json.TokenType);
            json.Skip();
            if (slot >= 0)
            {
                slots[slot] = new MemberSlot { Name = name, Start = start, End = (int)json.BytesConsumed, Kind = kind };
            }
        }
    }

    private static bool Holds(RequestRule rule, ReadOnlySpan<byte> body, ReadOnlySpan<MemberSlot> slots)
    {
        foreach (var condition in rule.Conditions)
        {
            var slot = slots[condition.Member];
            var so = slot.IsThere
                && (condition.Value is null || MemberSlot.Same(slot.Word(body), condition.Value));
            if (so != condition.Expected)
            {
                return false;
            }
        }

        return true;
    }
}
