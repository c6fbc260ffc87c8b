using Godwit.Control.Notices.Texts;

namespace Godwit.Control.Notices;

/// <summary>What one organization would be told at a stage.</summary>
/// <param name="Observed">What was observed of it.</param>
/// <param name="Recipient">Its mail address; null when it has none.</param>
/// <param name="Text">The message.</param>
internal sealed record NoticeDraft(AffectedOrganization Observed, string? Recipient, NoticeText Text);
