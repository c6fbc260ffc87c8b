using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// The conversation as the dialect has it: instructions apart, user and assistant in turn, the first turn the user's,
/// results of tools before whatever else is in their turn.
/// </summary>
internal sealed class AnthropicTurns
{
    // The dialect has no conversation without it; the model is told nothing that the client did not say.
    private const string Opening = "Begin.";

    public List<TextPart> System { get; } = [];

    public List<AnthropicTurn> Turns { get; } = [];

    public static AnthropicTurns Of(AnthropicWriting writing)
    {
        var turns = new AnthropicTurns();
        foreach (var message in writing.Request.Messages)
        {
            if (message.Name is not null)
            {
                writing.Losses.Drop($"{message.Path}.name", "Anthropic has no names of participants.");
            }

            if (message.Role == Role.System)
            {
                turns.AddSystem(message, writing);
            }
            else
            {
                turns.Add(message, writing);
            }
        }

        if (!writing.Same && turns.Turns is not [{ Assistant: false }, ..])
        {
            writing.Losses.Add(
                LossKind.Emulated, writing.Request.PathOf(RequestField.Messages),
                "Anthropic's conversations begin with the user: a first turn was put before.");
            var first = new AnthropicTurn(false);
            first.Parts.Add(new TextPart(Opening));
            turns.Turns.Insert(0, first);
        }

        return turns;
    }

    private void AddSystem(Message message, AnthropicWriting writing)
    {
        if (Turns.Count > 0)
        {
            writing.Losses.Add(
                LossKind.Approximated, message.Path, "Anthropic has instructions before the conversation only.");
        }

        foreach (var part in message.Parts)
        {
            if (part is TextPart text)
            {
                if (text.Text.Length > 0)
                {
                    System.Add(text);
                }
            }
            else
            {
                writing.Losses.Drop(part.Path, "Anthropic's instructions are text.");
            }
        }
    }

    private void Add(Message message, AnthropicWriting writing)
    {
        var assistant = message.Role == Role.Assistant;
        AnthropicTurn? turn = Turns is [.., var last] && last.Assistant == assistant ? last : null;
        foreach (var part in message.Parts)
        {
            if (!AnthropicPartRules.CanSay(part, assistant, writing))
            {
                continue;
            }

            if (turn is null)
            {
                Turns.Add(turn = new AnthropicTurn(assistant));
            }

            if (part is ToolResultPart)
            {
                turn.Parts.Insert(turn.Results++, part);
            }
            else
            {
                turn.Parts.Add(part);
            }
        }
    }
}
