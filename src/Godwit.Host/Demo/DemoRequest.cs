using System.Text.Json.Nodes;

namespace Godwit.Host.Demo;

/// <summary>One request of the demo's traffic: which application asks what.</summary>
/// <param name="Project">The project whose key is used.</param>
/// <param name="Path">Path of the client API.</param>
/// <param name="Body">JSON body.</param>
internal sealed record DemoRequest(string Project, string Path, JsonObject Body)
{
    private static readonly (string Project, string Model, string System, string[] Questions)[] Applications =
    [
        ("homework-helper", "gpt-4o", "You help pupils to find the answer themselves.",
        [
            "Explain why the sum of the angles of a triangle is 180 degrees.",
            "请解释光合作用的三个主要步骤。",
            "How do I tell whether a poem is a sonnet?",
            "为什么冬天的白天比夏天短？",
        ]),
        ("trip-assistant", "gpt-4o", "You plan trips. Be brief and practical.",
        [
            "Three quiet days in Lisbon in March, with a child of six.",
            "Night train or flight from Berlin to Vienna?",
            "What do I need to know before hiring a car in Iceland?",
            "Plan a weekend in Kyoto that avoids the crowds.",
        ]),
        ("support-desk", "gpt-4o-mini",
            "Sort the customer's message: refund, change, complaint or other. Then answer it.",
        [
            "My booking shows the wrong date, can you move it to Friday?",
            "I was charged twice for the same ticket.",
            "The lift in the hotel was broken for our whole stay.",
        ]),
        ("customs-forms", "gemini-2.5-flash", "Fill in customs declarations from descriptions of goods.",
        [
            "Forty cartons of ceramic tiles from Foshan, 22 kg each, for Rotterdam.",
            "二十箱陶瓷餐具，每箱十五公斤，运往汉堡。",
            "One used lathe, 1,800 kg, Osaka to Busan.",
        ]),
        ("homework-helper", "gemini-2.5-flash", "You check homework and say what to look at again.",
        [
            "Is it right that three quarters and an eighth are seven eighths?",
            "二十四除以六等于五，这样对吗？",
        ]),
        ("trip-assistant", "gemini-2.5-flash", "You explain signs and menus to travellers.",
        [
            "What does the sign 出口 mean?",
            "What is a plat du jour?",
        ]),
        ("support-desk", "claude-sonnet-4-5", "You rewrite an answer to a customer so that it is kind and short.",
        [
            "We can't refund a ticket that was used.",
            "Your luggage is in Oslo. It comes tomorrow.",
        ]),
        ("letter-drafts", "gpt-4o", "You draft letters to patients in plain language.",
        [
            "Invite a patient to a yearly check of the blood pressure.",
            "Tell a patient that the laboratory result is fine and needs no visit.",
        ]),
        ("trip-assistant", "assistant", "You answer in one sentence.",
        [
            "What time does the sun rise in Tromso in December?",
            "Which plug do I need in Brazil?",
        ]),
    ];

    /// <summary>The projects whose keys the traffic uses.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. Applications.Select(a => a.Project).Distinct()];

    /// <summary>Draws a request: mostly chat, a third of it streamed, now and then an embedding.</summary>
    public static DemoRequest Draw(Random random)
    {
        if (random.Next(12) == 0)
            return Embedding(random);
        var (project, model, system, questions) = Applications[random.Next(Applications.Length)];
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = system },
                new JsonObject { ["role"] = "user", ["content"] = questions[random.Next(questions.Length)] }),
        };
        if (random.Next(3) == 0)
            body["stream"] = true;
        return new DemoRequest(project, "/v1/chat/completions", body);
    }

    private static DemoRequest Embedding(Random random)
    {
        var questions = Applications[2].Questions;
        return new DemoRequest("support-desk", "/v1/embeddings", new JsonObject
        {
            ["model"] = "text-embedding-3-small",
            ["input"] = questions[random.Next(questions.Length)],
        });
    }
}
