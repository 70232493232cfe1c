package dev.obverse.serve.answer;

import java.util.List;

/**
 * The unlabeled views of the training log of which the model is most certain, both ways.
 *
 * @param views how many unlabeled views there are, of all users or of the one who was asked for
 * @param considered how many of them were scored, evenly spaced: all, unless they are very many
 * @param positive those with the highest logits, the highest first
 * @param negative those with the lowest logits, the lowest first; a view may stand in both lists where there are few
 */
public record CertainViews(long views, long considered, List<View> positive, List<View> negative) {
    /** Copies the lists. */
    public CertainViews {
        positive = List.copyOf(positive);
        negative = List.copyOf(negative);
    }

    /**
     * An unlabeled view.
     *
     * @param user external id
     * @param item external id
     * @param logit log-odds that the user likes the item
     * @param probability the same as a probability, in 0..1
     * @param positiveWeight the weight of the positive loss in the Inverse Dual Loss (Lin et al., WSDM 2024, section 3.1)
     * @param negativeWeight the weight of the negative loss; the two sum to 1
     */
    public record View(String user, String item, float logit, double probability, double positiveWeight, double negativeWeight) {}
}
