using System.Text;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Chat;

/// <summary>Tells reasoning models by their names and requests, and makes their chain of thought.</summary>
internal static class Reasoning
{
    private static readonly string[] Marks =
        ["reason", "think", "gpt-5", "gpt-6", "qwq", "deepseek-v4", "kimi-k3", "glm-5", "magistral"];

    private static readonly string[] Segments = ["r1", "o1", "o3", "o4", "t1"];

    private static readonly string[] Thoughts =
    [
        "First I read what is asked.", "Then I look at what is known.", "There are several ways to say it.",
        "The shortest way is the clearest.", "I check that nothing is left out.", "Now I can answer.",
    ];

    public static string Compose(AnswerRequest request, ref DeterministicSource source)
    {
        if (!Applies(request))
        {
            return "";
        }

        int sentences = request.ReasoningEffort switch
        {
            "minimal" => 1,
            "low" => 2,
            "high" => 8,
            "xhigh" or "max" => 16,
            _ => 4,
        };
        StringBuilder text = new();
        int first = source.Next(Thoughts.Length);
        for (int i = 0; i < sentences; i++)
        {
            text.Append(i > 0 ? " " : "").Append(Thoughts[(first + i) % Thoughts.Length]);
        }

        return text.ToString();
    }

    private static bool Applies(AnswerRequest request)
    {
        if (request.ReasoningEffort == "none" || request.Thinking == false)
        {
            return false;
        }

        return request.Thinking == true || IsReasoningModel(request.Model);
    }

    private static bool IsReasoningModel(string model)
    {
        foreach (string mark in Marks)
        {
            if (model.Contains(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        ReadOnlySpan<char> name = model;
        foreach (Range range in name.SplitAny('-', '/', '.', ':', '_'))
        {
            foreach (string segment in Segments)
            {
                if (name[range].Equals(segment, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
